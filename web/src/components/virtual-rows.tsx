import type { Virtualizer } from '@tanstack/react-virtual';
import type { ReactNode } from 'react';
import type { Row } from '@/lib/board/arrange.ts';
import type { ShownTask } from '@/lib/board/intents.ts';

interface VirtualRowsProps {
  /** Accessible name of the list. */
  label: string;
  rows: readonly Row[];
  virtualizer: Virtualizer<HTMLElement, HTMLElement>;
  heading: (label: string, count: number) => ReactNode;
  card: (task: ShownTask) => ReactNode;
}

/** The rows of a column or of the list that are in sight, each where it belongs. */
export function VirtualRows({ label, rows, virtualizer, heading, card }: VirtualRowsProps) {
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
            className="absolute inset-x-0 top-0"
            style={{ transform: `translateY(${item.start}px)` }}
          >
            {row.kind === 'heading' ? heading(row.label, row.count) : card(row.task)}
          </div>
        );
      })}
    </div>
  );
}
