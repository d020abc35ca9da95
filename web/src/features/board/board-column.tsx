'use client';

import type { TaskStatusName } from '@podium/board';
import { memo, useRef } from 'react';
import type { Lane } from '@/lib/board/arrange.ts';
import type { BoardIndex } from '@/lib/board/board-index.ts';
import { useMoment } from '@/lib/board/moment-context.ts';
import { statusLabels } from '@/lib/board/statuses.ts';
import { cx } from '@/lib/ui/class-names.ts';
import { useStable } from '@/lib/ui/use-stable.ts';
import { CardList } from './card-list.tsx';
import { ColumnHeader } from './column-header.tsx';
import { useColumnDrop } from './drag.ts';

export interface BoardColumnProps {
  lane: Lane;
  index: BoardIndex;
  wipLimit: number | undefined;
  openedId: string | null;
  draggedId: string | null;
  /** The card that is dragged takes the selected ones along. */
  withSelection: boolean;
  changedId: string | null;
  ordered: boolean;
  /** Why the card that is being dragged may not land here; null where it may, and where none is dragged. */
  refusal: string | null;
  mayLand: (taskId: string, status: TaskStatusName) => boolean;
  taskHref: (taskId: string) => string;
  onOpen: (taskId: string) => void;
  onExtend: (taskId: string) => void;
  onCreate: (status: TaskStatusName) => void;
  onCollapse: (status: TaskStatusName) => void;
  onLimit: (status: TaskStatusName) => void;
}

export const BoardColumn = memo(function BoardColumn(props: BoardColumnProps) {
  const { lane, index, wipLimit, openedId, draggedId, changedId, ordered, refusal } = props;
  const { status, rows, totalCount } = lane;
  const element = useRef<HTMLElement>(null);
  const mayLandHere = useStable((taskId: string) => props.mayLand(taskId, status));
  const over = useColumnDrop(element, status);
  return (
    <section
      ref={element}
      aria-label={statusLabels[status]}
      data-testid={`column-${status}`}
      data-column={status}
      className={cx(
        'relative flex max-h-full min-h-40 shrink-0 snap-start flex-col rounded-dialog transition-[width,background-color] duration-150 max-sm:w-[calc(100vw-56px)]',
        totalCount === 0 && status !== 'TODO' ? 'sm:w-44 sm:min-w-min sm:shrink' : 'sm:w-75',
        over && (refusal ? 'bg-failed-soft' : 'bg-accent-soft/60'),
      )}
    >
      <ColumnHeader
        lane={lane}
        wipLimit={wipLimit}
        onCreate={props.onCreate}
        onCollapse={() => props.onCollapse(status)}
        onLimit={props.onLimit}
      />
      <div className={cx('flex min-h-0 flex-1 flex-col transition-opacity duration-150', refusal && 'opacity-40')}>
        {rows.length === 0 ? (
          <EmptyColumn status={status} filtered={totalCount > 0} onCreate={() => props.onCreate(status)} />
        ) : (
          <CardList
            label={`${statusLabels[status]} tasks`}
            status={status}
            rows={rows}
            index={index}
            selectedId={openedId}
            draggedId={draggedId}
            withSelection={props.withSelection}
            changedId={changedId}
            ordered={ordered}
            mayLand={mayLandHere}
            taskHref={props.taskHref}
            onOpen={props.onOpen}
            onExtend={props.onExtend}
          />
        )}
      </div>
      {over && refusal && (
        <p className="pointer-events-none absolute inset-x-2 top-12 z-10 rounded-card border border-failed/50 bg-raised px-3 py-2 text-failed shadow-dialog">
          {refusal}
        </p>
      )}
    </section>
  );
});

const emptyWords: Partial<Record<TaskStatusName, string>> = {
  TODO: 'Nothing to do yet.',
  PLANNING: 'An agent thinks first, then works.',
  PLANNING_REVIEW: 'Plans that wait for you.',
  IN_PROGRESS: 'Execute a task and its agent works here.',
  AI_REVIEW: 'Finished work lands here.',
  HUMAN_REVIEW: 'Work that waits for you.',
  DONE: 'Accepted work.',
};

function EmptyColumn({
  status,
  filtered,
  onCreate,
}: {
  status: TaskStatusName;
  filtered: boolean;
  onCreate: () => void;
}) {
  const isPast = useMoment() !== null;
  if (status === 'TODO' && !filtered && !isPast) {
    return (
      <button
        type="button"
        onClick={onCreate}
        className="m-1.5 mt-1 rounded-card border border-dashed border-line-strong px-3 py-5 text-center text-muted hover:border-accent hover:text-text"
      >
        <span className="block font-medium">Create a task</span>
        <span className="text-meta text-faint">Say what the agent should do, then execute it.</span>
      </button>
    );
  }
  return (
    <p className="m-1.5 mt-1 rounded-card border border-dashed border-line px-3 py-5 text-center text-meta text-faint">
      {filtered ? 'No card fits the filter.' : isPast ? 'No cards then.' : emptyWords[status]}
    </p>
  );
}
