'use client';

import type { TaskStatusName } from '@podium/board';
import { useRef } from 'react';
import { actorName } from '@/components/avatar.tsx';
import { priorityLabels } from '@/components/priority-glyph.tsx';
import type { Row } from '@/lib/board/arrange.ts';
import { openDependencyCount, type BoardIndex } from '@/lib/board/board-index.ts';
import { stopWords } from '@/lib/ui/queue-words.ts';
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
              {row.kind === 'heading' ? (
                <GroupHeading label={row.label} count={row.count} />
              ) : (
                <TaskCard
                  task={row.task}
                  session={index.sessions.get(row.task.active_session_id ?? '') ?? null}
                  place={index.places.get(row.task.active_session_id ?? '') ?? null}
                  stopped={stopWords(row.task, index.sessions.get(row.task.latest_session_id ?? ''))}
                  openDependencies={openDependencyCount(row.task, index)}
                  opened={row.task.id === selectedId}
                  dragged={row.task.id === draggedId}
                  withSelection={withSelection}
                  changed={row.task.id === changedId}
                  ordered={ordered}
                  mayLand={mayLand}
                  href={taskHref(row.task.id)}
                  onOpen={onOpen}
                  onExtend={onExtend}
                />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function GroupHeading({ label, count }: { label: string; count: number }) {
  return (
    <h3 className="flex h-7 items-end gap-1.5 px-1 text-meta font-medium text-muted">
      {groupName(label)} <span className="font-normal text-faint tabular-nums">{count}</span>
    </h3>
  );
}

/** A priority, an actor or a label, as people read it. */
function groupName(label: string): string {
  if (label === '') return 'None';
  if (label in priorityLabels) return priorityLabels[label as keyof typeof priorityLabels];
  return actorName(label);
}
