'use client';

import type { SessionView, TaskStatusName } from '@podium/board';
import { Plus } from 'lucide-react';
import { useRef } from 'react';
import { IconButton } from '@/components/icon-button.tsx';
import { StatusGlyph } from '@/components/status-glyph.tsx';
import type { ShownTask } from '@/lib/board/intents.ts';
import { useMoment } from '@/lib/board/moment-context.ts';
import { activeSession, statusLabels } from '@/lib/board/statuses.ts';
import { cx } from '@/lib/ui/class-names.ts';
import { useStable } from '@/lib/ui/use-stable.ts';
import { useColumnDrop } from './drag.ts';
import { TaskCard } from './task-card.tsx';

interface BoardColumnProps {
  status: TaskStatusName;
  columns: readonly TaskStatusName[];
  tasks: readonly ShownTask[];
  /** Without the filter. */
  totalCount: number;
  sessions: readonly SessionView[];
  selectedId: string | null;
  draggedId: string | null;
  changedId: string | null;
  mayLand: (taskId: string, status: TaskStatusName) => boolean;
  taskHref: (taskId: string) => string;
  onOpen: (taskId: string) => void;
  onCreate: () => void;
}

const emptyWords: Partial<Record<TaskStatusName, string>> = {
  TODO: 'Nothing to do yet.',
  IN_PROGRESS: 'Execute a task and its agent works here.',
  AI_REVIEW: 'Finished work lands here.',
  HUMAN_REVIEW: 'Work that waits for you.',
  DONE: 'Accepted work.',
};

export function BoardColumn(props: BoardColumnProps) {
  const { status, columns, tasks, totalCount, sessions, selectedId, draggedId, changedId } = props;
  const { mayLand, taskHref, onOpen, onCreate } = props;
  const isPast = useMoment() !== null;
  const element = useRef<HTMLElement>(null);
  const mayLandHere = useStable((taskId: string) => mayLand(taskId, status));
  const over = useColumnDrop(element, { status, mayLand: mayLandHere });
  const refuses = draggedId !== null && !mayLand(draggedId, status);
  return (
    <section
      ref={element}
      aria-label={statusLabels[status]}
      data-testid={`column-${status}`}
      data-column={status}
      className={cx(
        'flex max-h-full min-h-40 shrink-0 snap-start flex-col rounded-dialog transition-[width,opacity,background-color] duration-150 max-sm:w-[calc(100vw-56px)]',
        totalCount === 0 && status !== 'TODO' ? 'sm:w-52' : 'sm:w-75',
        over && 'bg-accent-soft/60',
        refuses && 'opacity-40',
      )}
    >
      <header className="flex h-9 items-center gap-2 px-2">
        <StatusGlyph status={status} />
        <h2 className="font-semibold">{statusLabels[status]}</h2>
        <span className="text-meta text-faint tabular-nums" aria-label={`${totalCount} tasks`}>
          {tasks.length === totalCount ? totalCount : `${tasks.length}/${totalCount}`}
        </span>
        <span className="flex-1" />
        {status === 'TODO' && !isPast && (
          <IconButton label="New task" shortcut="C" onClick={onCreate} className="size-6">
            <Plus />
          </IconButton>
        )}
      </header>
      <div
        className="flex min-h-24 flex-1 flex-col gap-2 overflow-y-auto p-1.5 pt-1"
        role="list"
        aria-label={`${statusLabels[status]} tasks`}
      >
        {tasks.map((task) => (
          <div role="listitem" key={task.id}>
            <TaskCard
              task={task}
              session={activeSession(task, sessions)}
              columns={columns}
              selected={task.id === selectedId}
              dragged={task.id === draggedId}
              changed={task.id === changedId}
              mayLand={mayLandHere}
              href={taskHref(task.id)}
              onOpen={onOpen}
            />
          </div>
        ))}
        {tasks.length === 0 && status === 'TODO' && totalCount === 0 && !isPast ? (
          <button
            type="button"
            onClick={onCreate}
            className="rounded-card border border-dashed border-line-strong px-3 py-5 text-center text-muted hover:border-accent hover:text-text"
          >
            <span className="block font-medium">Create a task</span>
            <span className="text-meta text-faint">Say what the agent should do, then execute it.</span>
          </button>
        ) : (
          tasks.length === 0 && (
            <p className="rounded-card border border-dashed border-line px-3 py-5 text-center text-meta text-faint">
              {totalCount > 0 ? 'No card fits the filter.' : isPast ? 'No cards then.' : emptyWords[status]}
            </p>
          )
        )}
      </div>
    </section>
  );
}
