'use client';

import { useRef } from 'react';
import { StatusGlyph } from '@/components/status-glyph.tsx';
import type { Lane } from '@/lib/board/arrange.ts';
import { statusLabels } from '@/lib/board/statuses.ts';
import { countText } from '@/lib/ui/amounts.ts';
import { cx } from '@/lib/ui/class-names.ts';
import { useColumnDrop } from './drag.ts';

interface ColumnStripProps {
  lane: Lane;
  /** Why the card that is being dragged may not land here; null where it may, and where none is dragged. */
  refusal: string | null;
  onExpand: () => void;
}

/** A column that is folded away: its name, its count, and still a place to drop cards. */
export function ColumnStrip({ lane, refusal, onExpand }: ColumnStripProps) {
  const element = useRef<HTMLElement>(null);
  const over = useColumnDrop(element, lane.status);
  const label = statusLabels[lane.status];
  return (
    <section
      ref={element}
      aria-label={label}
      data-testid={`column-${lane.status}`}
      data-column={lane.status}
      data-collapsed=""
      className={cx(
        'w-9 shrink-0 rounded-dialog transition-[background-color,opacity] duration-150',
        over && (refusal ? 'bg-failed-soft' : 'bg-accent-soft'),
        refusal && 'opacity-50',
      )}
    >
      <button
        type="button"
        aria-expanded={false}
        aria-label={`Show ${label}, ${countText(lane.totalCount, 'card')}`}
        onClick={onExpand}
        className="flex h-full w-full flex-col items-center gap-2 rounded-dialog pt-2.5 text-meta text-faint hover:bg-hover hover:text-text"
      >
        <StatusGlyph status={lane.status} />
        {lane.totalCount > 0 && <span className="tabular-nums">{lane.totalCount}</span>}
        <span className="[writing-mode:vertical-rl]">{label}</span>
      </button>
    </section>
  );
}
