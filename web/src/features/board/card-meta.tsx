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
import { layOutCardLine } from '@/lib/ui/card-line.ts';
import { cx } from '@/lib/ui/class-names.ts';
import { stopVerb } from '@/lib/ui/session-words.ts';

interface CardMetaProps {
  task: ShownTask;
  session: SessionView | null;
  openDependencies: number;
  /** In the past nothing can be done. */
  fixed: boolean;
  onOpen: () => void;
}

/**
 * A card's quiet lines: what is known of it, and what can be done with it. Labels stand beside the signs where these are
 * few, and on a line of their own otherwise; signs go on in a further line rather than being cut off.
 */
export function CardMeta({ task, session, openDependencies, fixed, onOpen }: CardMetaProps) {
  const counts = countsOf(task, openDependencies);
  const { labelsApart, labelCount, isTerse, hasAge } = layOutCardLine({
    labels: task.labels,
    hasDueDate: task.due_on !== null,
    counts: counts.map(({ value }) => value),
    hasAssignee: task.assignee !== null,
  });
  return (
    <>
      {labelsApart && (
        <div className="flex items-center gap-1.5 text-meta text-faint">
          <LabelChips labels={task.labels} most={labelCount} />
          <span className="flex-1" />
          {task.assignee && <Avatar actor={task.assignee} />}
        </div>
      )}
      <div className="flex min-h-6 items-center gap-1.5 text-meta text-faint">
        <PriorityGlyph priority={task.priority} />
        <span className="flex min-w-0 flex-1 flex-wrap items-center gap-x-1.5 gap-y-0.5">
          {!labelsApart && <LabelChips labels={task.labels} />}
          {task.due_on && <DueDate day={task.due_on} done={task.status === 'DONE'} />}
          {counts.map((count) => (
            <Count key={count.words} {...count} />
          ))}
          {/* Fingers have a button more, which takes its room. */}
          {hasAge && <Ago time={task.status_since} className="truncate pointer-coarse:hidden" />}
        </span>
        {!fixed && (
          <>
            <span className="shrink-0 rounded-card opacity-0 pointer-fine:bg-surface transition-opacity group-focus-within:opacity-100 group-hover:opacity-100 has-[[data-state=open]]:opacity-100 pointer-fine:absolute pointer-fine:top-1.5 pointer-fine:right-1.5 pointer-coarse:opacity-100">
              <TaskMenu
                task={task}
                queuedSessionId={session?.status === 'queued' ? session.id : null}
                onOpen={onOpen}
              />
            </span>
            <CardAction task={task} session={session} terse={isTerse} onOpen={onOpen} />
          </>
        )}
        {!labelsApart && task.assignee && <Avatar actor={task.assignee} />}
      </div>
    </>
  );
}

interface CountProps {
  icon: LucideIcon;
  /** What it means. */
  words: string;
  value: string;
}

function countsOf(task: ShownTask, openDependencies: number): CountProps[] {
  const { checklist, comment_count: comments, attachments } = task;
  const done = checklist.filter((item) => item.done).length;
  const count = (icon: LucideIcon, words: string, value: number | string, isShown: boolean): CountProps[] =>
    isShown ? [{ icon, words, value: String(value) }] : [];
  return [
    ...count(Link2, `Waits for ${openDependencies}`, openDependencies, openDependencies > 0),
    ...count(
      CheckSquare,
      `${done} of ${checklist.length} steps done`,
      `${done}/${checklist.length}`,
      checklist.length > 0,
    ),
    ...count(MessageSquare, countText(comments, 'comment'), comments, comments > 0),
    ...count(Paperclip, countText(attachments.length, 'file'), attachments.length, attachments.length > 0),
  ];
}

function Count({ icon: Icon, words, value }: CountProps) {
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

interface CardActionProps {
  task: ShownTask;
  session: SessionView | null;
  /** Only a sign. */
  terse: boolean;
  onOpen: () => void;
}

/** The one thing to do with a card now: Execute, Answer where it asks, Stop where an agent works, Cancel where none has begun. */
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
        aria-label={`${stopVerb(session)} ${task.title}`}
        title={terse ? stopVerb(session) : undefined}
        onClick={() => void actions.stop(task)}
        className={cx(
          action,
          'border border-line-strong text-muted hover:border-failed/60 hover:bg-failed-soft hover:text-failed disabled:opacity-50',
        )}
      >
        <Square aria-hidden="true" className="size-2.5 fill-current" /> {!terse && stopVerb(session)}
      </button>
    );
  }
  if (task.status !== 'TODO' || task.pending === 'create') return null;
  return (
    <button
      type="button"
      aria-label={`Execute ${task.title}`}
      title={terse ? 'Execute' : undefined}
      onClick={() => void actions.execute(task)}
      className={cx(action, 'bg-accent-soft text-accent hover:bg-accent-fill hover:text-on-accent')}
    >
      <Zap aria-hidden="true" className="size-3 fill-current" /> {!terse && 'Execute'}
    </button>
  );
}
