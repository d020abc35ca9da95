'use client';

import type { SessionView } from '@podium/board';
import { Maximize2, Square, X, Zap } from 'lucide-react';
import Link from 'next/link';
import { Button } from '@/components/button.tsx';
import { Heart } from '@/components/heart.tsx';
import { IconButton } from '@/components/icon-button.tsx';
import { SilentSign } from '@/components/silent-sign.tsx';
import { StatusGlyph } from '@/components/status-glyph.tsx';
import { Elapsed } from '@/components/times.tsx';
import { useIsStale } from '@/lib/live/live-context.tsx';
import { useSilence } from '@/lib/live/use-silence.ts';
import { cx } from '@/lib/ui/class-names.ts';
import { useBoardActions } from '@/lib/board/board-context.tsx';
import type { ShownTask } from '@/lib/board/intents.ts';
import { useMoment } from '@/lib/board/moment-context.ts';
import { mayMove, statusLabels } from '@/lib/board/statuses.ts';
import { TaskMenu } from './task-menu.tsx';
import { TaskTitle } from './task-title.tsx';
import { phaseWords, stopVerb } from '@/lib/ui/session-words.ts';

interface TaskHeaderProps {
  task: ShownTask;
  session: SessionView | null;
  pageHref?: string;
  /** The output has a Stop of its own; one is enough. */
  stopIsBelow: boolean;
  onClose: () => void;
}

export function TaskHeader({ task, session, pageHref, stopIsBelow, onClose }: TaskHeaderProps) {
  const isPast = useMoment() !== null;
  const stale = useIsStale() && !isPast;
  return (
    <header className="flex flex-col gap-2 px-4 pt-3 pb-2.5">
      <div className={cx('flex items-center gap-2 text-meta text-muted', stale && 'grayscale')}>
        <StatusGlyph status={task.status} />
        <span data-testid="task-status" data-status={task.status}>
          {statusLabels[task.status]}
        </span>
        {session?.status === 'running' && <Working session={session} />}
        {isPast && <span className="rounded bg-past-soft px-1.5 text-past">as it was then</span>}
        <span className="flex-1" />
        {pageHref && !isPast && (
          <Link
            href={pageHref}
            prefetch={false}
            aria-label="Open as a page"
            className="inline-flex size-7 items-center justify-center rounded-card text-muted hover:bg-hover hover:text-text"
          >
            <Maximize2 aria-hidden="true" className="size-3.5" />
          </Link>
        )}
        {!isPast && <TaskMenu task={task} onGone={onClose} />}
        <IconButton label="Close" shortcut="Escape" onClick={onClose} className="-mr-1.5">
          <X />
        </IconButton>
      </div>
      <div className="flex min-h-8 items-start gap-3">
        <TaskTitle task={task} />
        {!isPast && !(task.active_session_id && stopIsBelow) && <PrimaryAction task={task} session={session} />}
      </div>
    </header>
  );
}

function Working({ session }: { session: SessionView }) {
  const silence = useSilence(session);
  if (silence) return <SilentSign silence={silence} />;
  return (
    <span className="inline-flex items-center gap-1.5 text-progress">
      <Heart session={session} />
      {phaseWords[session.phase]}
      <Elapsed since={session.started_at ?? session.queued_at} className="tabular-nums" />
    </span>
  );
}

/** The next step of a task in its status. */
function PrimaryAction({ task, session }: { task: ShownTask; session: SessionView | null }) {
  const actions = useBoardActions();
  if (task.active_session_id) {
    return (
      <Button
        tone="danger"
        disabled={session?.status === 'stopping'}
        aria-keyshortcuts="S"
        onClick={() => void actions.stop(task)}
      >
        <Square aria-hidden="true" className="size-3 fill-current" />
        {session?.status === 'stopping' ? 'Stopping…' : stopVerb(session)}
      </Button>
    );
  }
  if (task.status === 'TODO' && !task.archived_at) {
    return (
      <Button tone="primary" aria-keyshortcuts="E" onClick={() => void actions.execute(task)}>
        <Zap aria-hidden="true" className="size-3.5 fill-current" /> Execute
      </Button>
    );
  }
  if (task.archived_at) return <Button onClick={() => void actions.unarchive(task)}>Bring back</Button>;
  const next = task.status === 'AI_REVIEW' ? 'HUMAN_REVIEW' : task.status === 'HUMAN_REVIEW' ? 'DONE' : null;
  if (!next || task.pending || !mayMove(task, next)) return null;
  return (
    <Button onClick={() => void actions.move(task, next)}>
      <StatusGlyph status={next} /> {next === 'DONE' ? 'Accept' : 'To human review'}
    </Button>
  );
}
