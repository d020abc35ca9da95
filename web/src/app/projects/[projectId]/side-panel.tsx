'use client';

import { useRef, type CSSProperties, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { useBoardUi } from '@/lib/board/board-ui.ts';
import { useRemembered } from '@/lib/ui/use-remembered.ts';

const [least, most, step] = [30, 75, 3];
const clamp = (percent: number): number => Math.min(most, Math.max(least, percent));

/** The panel at the right: as wide as it was left; over the board where both have no room, over everything on a phone. */
export function SidePanel({ label, children }: { label: string; children: ReactNode }) {
  const [widthPercent, setWidthPercent] = useRemembered('panel-width', 45);
  const panel = useRef<HTMLElement>(null);
  const ui = useBoardUi();

  const drag = (event: PointerEvent<HTMLDivElement>): void => {
    const available = panel.current?.parentElement?.getBoundingClientRect();
    if (!event.currentTarget.hasPointerCapture(event.pointerId) || !available) return;
    setWidthPercent(clamp(((available.right - event.clientX) / available.width) * 100));
  };
  const press = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    event.stopPropagation();
    setWidthPercent(clamp(widthPercent + (event.key === 'ArrowLeft' ? step : -step)));
  };
  return (
    <aside
      ref={panel}
      aria-label={label}
      data-testid="task-panel"
      // From now on the board has nothing to give the focus back to when one of its cards moves.
      onFocusCapture={() => ui.focusedId.set(null)}
      style={{ '--panel-width': `${widthPercent}%` } as CSSProperties}
      className="relative z-20 w-(--panel-width) max-w-full shrink-0 animate-slide bg-surface shadow-panel max-lg:absolute max-lg:inset-y-0 max-lg:right-0 max-lg:w-152 max-md:fixed max-md:inset-0 max-md:w-full"
    >
      <div
        role="separator"
        aria-orientation="vertical"
        aria-label="Width of the panel"
        aria-valuenow={Math.round(widthPercent)}
        aria-valuemin={least}
        aria-valuemax={most}
        tabIndex={0}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
        onKeyDown={press}
        className="absolute inset-y-0 -left-1 z-10 w-2 cursor-col-resize touch-none transition-colors duration-100 hover:bg-accent/40 max-lg:hidden"
      />
      {children}
    </aside>
  );
}
