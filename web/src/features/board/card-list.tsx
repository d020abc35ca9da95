'use client';

import type { TaskStatusName } from '@podium/board';
import { useRef } from 'react';
import { VirtualRows } from '@/components/virtual-rows.tsx';
import { useHeadingName } from '@/components/heading-name.ts';
import type { Heading, Row } from '@/lib/board/arrange.ts';
import type { BoardIndex } from '@/lib/board/board-index.ts';
import { cardFacts } from '@/lib/board/card-facts.ts';
import { useVirtualCards } from '@/lib/board/use-virtual-cards.ts';
import { useDragScroll } from './drag.ts';
import { TaskCard } from './task-card.tsx';

export interface CardListProps {
  label: string;
  status: TaskStatusName;
  rows: readonly Row[];
  index: BoardIndex;
  selectedId: string | null;
  draggedId: string | null;
  withSelection: boolean;
  changedId: string | null;
  /** Whether cards have a place of their own here: not where they are sorted or grouped. */
  ordered: boolean;
  mayLand: (taskId: string) => boolean;
  taskHref: (taskId: string) => string;
  onOpen: (taskId: string) => void;
  onExtend: (taskId: string) => void;
}

const cardHeight = 74;

/** A column's cards, of which only those in sight are drawn. */
export function CardList(props: CardListProps) {
  const { label, rows, index, selectedId, draggedId, changedId, ordered, mayLand, taskHref, onOpen, onExtend } = props;
  const { withSelection } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualCards({
    scroller,
    rows,
    estimatedHeight: cardHeight,
    gap: 8,
    padding: 4,
    draggedId,
  });
  useDragScroll(scroller);
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto px-1.5" data-scroller={props.status}>
      <VirtualRows
        label={label}
        rows={rows}
        virtualizer={virtualizer}
        heading={(heading) => <GroupHeading heading={heading} />}
        card={(task) => (
          <TaskCard
            task={task}
            {...cardFacts(task, index)}
            opened={task.id === selectedId}
            dragged={task.id === draggedId}
            withSelection={withSelection}
            changed={task.id === changedId}
            ordered={ordered}
            mayLand={mayLand}
            href={taskHref(task.id)}
            onOpen={onOpen}
            onExtend={onExtend}
          />
        )}
      />
    </div>
  );
}

function GroupHeading({ heading }: { heading: Heading }) {
  const name = useHeadingName(heading);
  return (
    <h3 className="flex h-7 items-end gap-1.5 px-1 text-meta font-medium text-muted">
      <span className="truncate">{name}</span>
      <span className="font-normal text-faint tabular-nums">{heading.count}</span>
    </h3>
  );
}
