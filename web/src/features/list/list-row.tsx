'use client';

import { Link2, MessageSquare } from 'lucide-react';
import { memo, type MouseEvent } from 'react';
import { Avatar } from '@/components/avatar.tsx';
import { DueDate } from '@/components/due-date.tsx';
import { LabelChips } from '@/components/label-chips.tsx';
import { PriorityGlyph } from '@/components/priority-glyph.tsx';
import { SessionLine } from '@/components/session-line.tsx';
import { StatusGlyph } from '@/components/status-glyph.tsx';
import { TaskMenu } from '@/components/task-menu.tsx';
import { Ago } from '@/components/times.tsx';
import { useBoardActions } from '@/lib/board/board-context.tsx';
import { useBoardUi, useIsFresh, useIsSelected } from '@/lib/board/board-ui.ts';
import type { CardFacts } from '@/lib/board/card-facts.ts';
import type { ShownTask } from '@/lib/board/intents.ts';
import { useMoment } from '@/lib/board/moment-context.ts';
import { cx } from '@/lib/ui/class-names.ts';

interface ListRowProps extends CardFacts {
  task: ShownTask;
  opened: boolean;
  href: string;
  onOpen: (taskId: string) => void;
  onExtend: (taskId: string) => void;
}

/** A card as a row. */
export const ListRow = memo(function ListRow(props: ListRowProps) {
  const { task, session, place, stopped, done, openDependencies, opened, href, onOpen, onExtend } = props;
  const ui = useBoardUi();
  const actions = useBoardActions();
  const selected = useIsSelected(task.id);
  const fresh = useIsFresh(task.id);
  const isPast = useMoment() !== null;
  const click = (event: MouseEvent): void => {
    if (event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    if (event.shiftKey && !isPast) onExtend(task.id);
    else onOpen(task.id);
  };
  return (
    <article
      data-card={task.id}
      data-testid={`card-${task.id}`}
      data-status={task.status}
      data-selected={selected || undefined}
      data-fresh={fresh || undefined}
      aria-label={task.title}
      onFocusCapture={() => ui.focusedId.set(task.id)}
      className={cx(
        'group relative flex min-h-10 items-center gap-2.5 rounded-card px-2 py-1 hover:bg-hover has-[a:focus-visible]:outline-2 has-[a:focus-visible]:-outline-offset-2 has-[a:focus-visible]:outline-accent',
        selected ? 'bg-accent-soft' : opened && 'bg-hover',
        fresh && 'animate-pointed',
      )}
    >
      {!isPast && (
        <input
          type="checkbox"
          aria-label={`Select ${task.title}`}
          checked={selected}
          onChange={({ nativeEvent }) =>
            nativeEvent instanceof MouseEvent && nativeEvent.shiftKey ? onExtend(task.id) : ui.toggle(task.id)
          }
          className={cx(
            'relative z-10 size-3.5 shrink-0 accent-(--accent-fill) pointer-coarse:opacity-100',
            selected ? undefined : 'opacity-0 group-focus-within:opacity-100 group-hover:opacity-100',
          )}
        />
      )}
      <PriorityGlyph priority={task.priority} />
      <StatusGlyph status={task.status} />
      <span className="flex min-w-0 flex-1 items-center gap-3 max-sm:flex-col max-sm:items-start max-sm:gap-0.5">
        <a
          dir="auto"
          href={href}
          onClick={click}
          className="max-w-full truncate font-medium outline-none after:absolute after:inset-0 focus-visible:outline-none"
        >
          {task.title}
          {selected && <span className="sr-only">, selected</span>}
        </a>
        <span className="max-w-3/5 min-w-0 shrink-0 empty:hidden max-sm:max-w-full">
          <SessionLine task={task} session={session} place={place} stopped={stopped} done={done} />
        </span>
      </span>
      <span className="flex shrink-0 items-center gap-2 text-meta text-faint">
        <span className="flex items-center gap-2 max-md:hidden">
          <LabelChips labels={task.labels} most={3} />
          {openDependencies > 0 && (
            <span title={`Waits for ${openDependencies}`} className="inline-flex items-center gap-0.5 tabular-nums">
              <Link2 aria-hidden="true" className="size-3" /> {openDependencies}
            </span>
          )}
          {task.comment_count > 0 && (
            <span title={`${task.comment_count} comments`} className="inline-flex items-center gap-0.5 tabular-nums">
              <MessageSquare aria-hidden="true" className="size-3" /> {task.comment_count}
            </span>
          )}
        </span>
        {task.due_on && <DueDate day={task.due_on} done={task.status === 'DONE'} />}
        <Ago time={task.updated_at} className="w-20 text-right max-sm:hidden" />
        <span className="flex w-5 max-sm:contents">{task.assignee && <Avatar actor={task.assignee} />}</span>
        {!isPast && task.archived_at && (
          <button
            type="button"
            aria-label={`Bring back ${task.title}`}
            onClick={() => void actions.unarchive(task)}
            className="relative z-10 h-6 rounded-card border border-line-strong px-2 font-medium text-muted hover:bg-hover hover:text-text"
          >
            Bring back
          </button>
        )}
        {!isPast && (
          <span className="opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 has-[[data-state=open]]:opacity-100 pointer-coarse:opacity-100">
            <TaskMenu
              task={task}
              queuedSessionId={session?.status === 'queued' ? session.id : null}
              onOpen={() => onOpen(task.id)}
            />
          </span>
        )}
      </span>
    </article>
  );
});
