'use client';

import type { SessionView } from '@podium/board';
import { CheckSquare, Link2, MessageSquare, Paperclip, Square, Zap, type LucideIcon } from 'lucide-react';
import { Avatar } from '@/components/avatar.tsx';
import { DueDate } from '@/components/due-date.tsx';
import { LabelChips } from '@/components/label-chips.tsx';
import { PriorityGlyph } from '@/components/priority-glyph.tsx';
import { TaskMenu } from '@/components/task-menu.tsx';
import { Ago } from '@/components/times.tsx';
import { useBoardActions } from '@/lib/board/board-context.tsx';
import type { ShownTask } from '@/lib/board/intents.ts';
import { countText } from '@/lib/ui/amounts.ts';
import { cx } from '@/lib/ui/class-names.ts';

interface CardMetaProps {
  task: ShownTask;
  session: SessionView | null;
  openDependencies: number;
  /** In the past nothing can be done. */
  fixed: boolean;
  onOpen: () => void;
}

/** A card's quiet line: what is known of it, and what can be done with it. */
export function CardMeta({ task, session, openDependencies, fixed, onOpen }: CardMetaProps) {
  const done = task.checklist.filter((item) => item.done).length;
  return (
    <div className="flex h-6 items-center gap-2 text-meta text-faint">
      <PriorityGlyph priority={task.priority} />
      <span className="flex min-w-0 flex-1 items-center gap-2 overflow-hidden">
        <LabelChips labels={task.labels} most={isBusy(task) ? 1 : 2} />
        {task.due_on && <DueDate day={task.due_on} done={task.status === 'DONE'} />}
        {openDependencies > 0 && (
          <Count icon={Link2} words={`Waits for ${openDependencies}`} value={openDependencies} />
        )}
        {task.checklist.length > 0 && (
          <Count
            icon={CheckSquare}
            words={`${done} of ${task.checklist.length} steps done`}
            value={`${done}/${task.checklist.length}`}
          />
        )}
        {task.comment_count > 0 && (
          <Count icon={MessageSquare} words={countText(task.comment_count, 'comment')} value={task.comment_count} />
        )}
        {task.attachments.length > 0 && (
          <Count icon={Paperclip} words={countText(task.attachments.length, 'file')} value={task.attachments.length} />
        )}
        {!task.due_on && task.labels.length < 2 && <Ago time={task.status_since} className="truncate" />}
      </span>
      {!fixed && (
        <>
          <span className="shrink-0 rounded-card bg-surface opacity-0 transition-opacity group-focus-within:opacity-100 group-hover:opacity-100 has-[[data-state=open]]:opacity-100 pointer-fine:absolute pointer-fine:top-1.5 pointer-fine:right-1.5 pointer-coarse:opacity-100">
            <TaskMenu task={task} queuedSessionId={session?.status === 'queued' ? session.id : null} onOpen={onOpen} />
          </span>
          <CardAction task={task} session={session} terse={isBusy(task)} onOpen={onOpen} />
        </>
      )}
      {task.assignee && <Avatar actor={task.assignee} />}
    </div>
  );
}

function Count({ icon: Icon, words, value }: { icon: LucideIcon; words: string; value: number | string }) {
  return (
    <span title={words} className="inline-flex shrink-0 items-center gap-0.5 tabular-nums">
      <Icon aria-hidden="true" className="size-3" />
      <span aria-hidden="true">{value}</span>
      <span className="sr-only">{words}</span>
    </span>
  );
}

const action =
  'relative z-10 inline-flex h-6 shrink-0 items-center gap-1 rounded-card px-2 text-meta font-medium transition-colors duration-100';

/** Whether the line has so much to tell that its button keeps to a sign. */
function isBusy(task: ShownTask): boolean {
  const signs = [task.due_on, task.checklist.length > 0, task.comment_count > 0, task.depends_on.length > 0];
  return task.labels.length + signs.filter(Boolean).length > 1;
}

interface CardActionProps {
  task: ShownTask;
  session: SessionView | null;
  /** Only a sign. */
  terse: boolean;
  onOpen: () => void;
}

/** The one thing to do with a card now: Execute where it waits, Stop where an agent works, Answer where it asks. */
function CardAction({ task, session, terse, onOpen }: CardActionProps) {
  const actions = useBoardActions();
  if (session?.status === 'waiting') {
    return (
      <button
        type="button"
        aria-label={`Answer ${task.title}`}
        onClick={onOpen}
        className={cx(action, 'border border-waiting text-waiting hover:bg-waiting/12')}
      >
        Answer
      </button>
    );
  }
  if (task.active_session_id) {
    return (
      <button
        type="button"
        disabled={session?.status === 'stopping'}
        aria-label={`Stop ${task.title}`}
        onClick={() => void actions.stop(task)}
        className={cx(
          action,
          'border border-line-strong text-muted hover:border-failed/60 hover:bg-failed-soft hover:text-failed disabled:opacity-50',
        )}
      >
        <Square aria-hidden="true" className="size-2.5 fill-current" /> {!terse && 'Stop'}
      </button>
    );
  }
  if (task.status !== 'TODO' || task.pending === 'create') return null;
  return (
    <button
      type="button"
      aria-label={`Execute ${task.title}`}
      onClick={() => void actions.execute(task)}
      className={cx(action, 'bg-accent-soft text-accent hover:bg-accent-fill hover:text-on-accent')}
    >
      <Zap aria-hidden="true" className="size-3 fill-current" /> {!terse && 'Execute'}
    </button>
  );
}
