'use client';

import type { SessionView, TaskStatusName } from '@podium/board';
import { Square, Zap } from 'lucide-react';
import { memo, useRef } from 'react';
import { PriorityGlyph } from '@/components/priority-glyph.tsx';
import { Ago } from '@/components/times.tsx';
import { useBoardActions } from '@/lib/board/board-context.tsx';
import type { ShownTask } from '@/lib/board/intents.ts';
import { useMoment } from '@/lib/board/moment-context.ts';
import { cx } from '@/lib/ui/class-names.ts';
import { CardMenu } from './card-menu.tsx';
import { CardSessionLine } from './card-session-line.tsx';
import { useCardDrag } from './drag.ts';

interface TaskCardProps {
  task: ShownTask;
  session: SessionView | null;
  columns: readonly TaskStatusName[];
  selected: boolean;
  dragged: boolean;
  /** In the past: what happened just then happened to this card. */
  changed: boolean;
  mayLand: (taskId: string) => boolean;
  href: string;
  onOpen: (taskId: string) => void;
}

export const TaskCard = memo(function TaskCard({
  task,
  session,
  columns,
  selected,
  dragged,
  changed,
  mayLand,
  href,
  onOpen,
}: TaskCardProps) {
  const element = useRef<HTMLElement>(null);
  const fixed = useMoment() !== null;
  const edge = useCardDrag(element, { taskId: task.id, status: task.status, mayLand, fixed });
  const open = (): void => onOpen(task.id);
  return (
    <article
      ref={element}
      data-card={task.id}
      data-testid={`card-${task.id}`}
      data-status={task.status}
      aria-label={task.title}
      className={cx(
        'group relative rounded-card border bg-surface px-2.5 py-2 transition-[border-color,background-color,opacity] duration-100 has-[a:focus-visible]:outline-2 has-[a:focus-visible]:outline-offset-1 has-[a:focus-visible]:outline-accent',
        changed
          ? 'animate-changed border-past'
          : selected
            ? 'border-accent'
            : session
              ? 'border-progress/40 hover:border-progress/70'
              : 'border-line hover:border-line-strong',
        dragged && 'opacity-40',
      )}
    >
      {edge && (
        <span
          aria-hidden="true"
          className={cx(
            'absolute inset-x-0 h-0.5 rounded-full bg-accent',
            edge === 'top' ? '-top-[5px]' : '-bottom-[5px]',
          )}
        />
      )}
      <a
        href={href}
        draggable={false}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          open();
        }}
        className="line-clamp-2 font-medium break-words outline-none after:absolute after:inset-0 focus-visible:outline-none"
      >
        {task.title}
      </a>
      <CardSessionLine task={task} session={session} />
      <div className="mt-1.5 flex h-6 items-center gap-2 text-meta text-faint">
        <PriorityGlyph priority={task.priority} />
        <Ago time={task.status_since} />
        <span className="flex-1" />
        {!fixed && (
          <>
            <span className="opacity-0 transition-opacity group-focus-within:opacity-100 group-hover:opacity-100 has-[[data-state=open]]:opacity-100 pointer-coarse:opacity-100">
              <CardMenu task={task} columns={columns} onOpen={open} />
            </span>
            <CardAction task={task} session={session} />
          </>
        )}
      </div>
    </article>
  );
});

/** The one thing to do with a card now: Execute where it waits, Stop where an agent works. */
function CardAction({ task, session }: { task: ShownTask; session: SessionView | null }) {
  const actions = useBoardActions();
  const base =
    'relative z-10 inline-flex h-6 items-center gap-1 rounded-card px-2 text-meta font-medium transition-colors duration-100';
  if (task.active_session_id) {
    return (
      <button
        type="button"
        disabled={session?.status === 'stopping'}
        aria-label={`Stop ${task.title}`}
        onClick={() => void actions.stop(task)}
        className={cx(
          base,
          'border border-line-strong text-muted hover:border-failed/60 hover:bg-failed-soft hover:text-failed disabled:opacity-50',
        )}
      >
        <Square aria-hidden="true" className="size-2.5 fill-current" /> Stop
      </button>
    );
  }
  if (task.status !== 'TODO' || task.pending === 'create') return null;
  return (
    <button
      type="button"
      aria-label={`Execute ${task.title}`}
      onClick={() => void actions.execute(task)}
      className={cx(base, 'bg-accent-soft text-accent hover:bg-accent-fill hover:text-on-accent')}
    >
      <Zap aria-hidden="true" className="size-3 fill-current" /> Execute
    </button>
  );
}
