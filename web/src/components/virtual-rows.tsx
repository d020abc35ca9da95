import type { Virtualizer } from '@tanstack/react-virtual';
import type { ReactNode } from 'react';
import type { Heading, Row } from '@/lib/board/arrange.ts';
import type { ShownTask } from '@/lib/board/intents.ts';
import { stuckIndex } from '@/lib/board/use-virtual-cards.ts';

interface VirtualRowsProps {
  /** Accessible name of the list. */
  label: string;
  rows: readonly Row[];
  virtualizer: Virtualizer<HTMLElement, HTMLElement>;
  heading: (heading: Heading) => ReactNode;
  card: (task: ShownTask) => ReactNode;
  /** Whether the heading of the status that is in sight stays at the top. */
  sticks?: boolean;
}

/** The rows of a column or of the list that are in sight, each where it belongs. */
export function VirtualRows({ label, rows, virtualizer, heading, card, sticks = false }: VirtualRowsProps) {
  const stuck = sticks ? stuckIndex(rows, virtualizer.range?.startIndex ?? 0) : -1;
  return (
    <div role="list" aria-label={label} className="relative" style={{ height: virtualizer.getTotalSize() }}>
      {virtualizer.getVirtualItems().map((item) => {
        const row = rows[item.index];
        if (!row) return null;
        return (
          <div
            key={item.key}
            ref={virtualizer.measureElement}
            data-index={item.index}
            role="listitem"
            aria-setsize={rows.length}
            aria-posinset={item.index + 1}
            {...(item.index === stuck
              ? { className: 'sticky inset-x-0 top-0 z-20' }
              : { className: 'absolute inset-x-0 top-0', style: { transform: `translateY(${item.start}px)` } })}
          >
            {row.kind === 'heading' ? heading(row) : card(row.task)}
          </div>
        );
      })}
    </div>
  );
}
