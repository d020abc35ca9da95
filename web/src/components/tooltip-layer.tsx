'use client';

import { useEffect, useLayoutEffect, useRef } from 'react';
import { useStore } from '@/lib/store.ts';
import { hideHint, shownTooltip } from '@/lib/ui/tooltip.ts';
import { Kbd } from './kbd.tsx';

const gap = 6;
const margin = 8;

/** Where tooltips show: below what they are said of, above it where there is no room. */
export function TooltipLayer() {
  const hint = useStore(shownTooltip);
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const { current: box } = element;
    if (!box || !hint) return;
    const { anchor } = hint;
    const { width, height } = box.getBoundingClientRect();
    const left = anchor.left + anchor.width / 2 - width / 2;
    const below = anchor.bottom + gap;
    const fits = below + height + margin <= window.innerHeight;
    box.style.left = `${Math.max(margin, Math.min(left, window.innerWidth - width - margin))}px`;
    box.style.top = `${fits ? below : anchor.top - gap - height}px`;
  }, [hint]);
  useEffect(() => {
    if (!hint) return undefined;
    const hide = (event: Event): void => {
      if (!(event instanceof KeyboardEvent) || event.key === 'Escape') hideHint();
    };
    window.addEventListener('scroll', hide, true);
    window.addEventListener('keydown', hide, true);
    return () => {
      window.removeEventListener('scroll', hide, true);
      window.removeEventListener('keydown', hide, true);
    };
  }, [hint]);
  if (!hint) return null;
  return (
    <div
      ref={element}
      role="tooltip"
      className="pointer-events-none fixed z-60 flex animate-enter items-center gap-2 rounded-card border border-line-strong bg-raised px-2 py-1 text-meta text-text shadow-dialog"
    >
      {hint.text}
      {hint.shortcut && <Kbd keys={hint.shortcut} />}
    </div>
  );
}
