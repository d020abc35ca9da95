'use client';

import { isActive, waitSentence, type QueuePlace, type SessionView } from '@podium/board';
import Link from 'next/link';
import { BudgetNote } from '@/components/budget-note.tsx';
import { Button } from '@/components/button.tsx';
import { useBoardActions } from '@/lib/board/board-context.tsx';
import { budgetNotice } from '@/lib/board/queue-state.ts';
import type { ShownBoard, ShownTask } from '@/lib/board/intents.ts';
import { LimitRaise } from './limit-raise.tsx';
import { useMoment } from '@/lib/board/moment-context.ts';
import { heldUpWords, stopWords } from '@/lib/ui/queue-words.ts';
import { RetryWait } from './retry-wait.tsx';
import { Strip } from './strip.tsx';

interface SessionAttentionProps {
  task: ShownTask;
  board: ShownBoard;
  session: SessionView;
  /** Its place in the queue, where it is queued. */
  place: QueuePlace | undefined;
}

/** What to know before a task is executed; nothing while the project has enough of everything. */
export function BeforeExecution({ board }: { board: ShownBoard }) {
  const isPast = useMoment() !== null;
  const notice = budgetNotice(board.project);
  if (!notice) return null;
  return (
    <Strip label="Budget" tone={notice.isUsedUp ? 'failed' : 'warning'}>
      <BudgetNote notice={notice}>
        {!isPast && (
          <Link
            href={`/projects/${board.project.id}/settings`}
            prefetch={false}
            className="shrink-0 font-medium text-accent hover:underline"
          >
            Change the budget
          </Link>
        )}
      </BudgetNote>
    </Strip>
  );
}

/** Why a session does not go on by itself, and what a person can do about it. Nothing while it simply works. */
export function SessionAttention({ task, board, session, place }: SessionAttentionProps) {
  if (session.retry) return <RetryWait session={session} retry={session.retry} />;
  if (session.status === 'queued') return <Queued board={board} session={session} place={place} />;
  if (session.status === 'failed' && task.failure && session.failure?.code.startsWith('limit_')) {
    return <LimitRaise task={task} board={board} session={session} />;
  }
  if (task.failure && !isActive(session)) return <Failed message={task.failure.message} />;
  const stopped = stopWords(task, session);
  if (stopped) return <Strip label="Why it was stopped">{stopped}</Strip>;
  return null;
}

function Failed({ message }: { message: string }) {
  return (
    <Strip label="What failed" tone="failed">
      <span aria-hidden="true" className="text-failed">
        ✕
      </span>
      <span className="min-w-0 flex-1 break-words">{message}</span>
    </Strip>
  );
}

function Queued({ board, session, place }: Omit<SessionAttentionProps, 'task'>) {
  const actions = useBoardActions();
  const isPast = useMoment() !== null;
  const waitsFor = (place?.blockedBy ?? []).flatMap((id) => board.tasks.find((task) => task.id === id)?.title ?? []);
  return (
    <Strip label="Queue">
      <span className="min-w-0 flex-1">
        <span className="font-medium">{placeWords(place, waitsFor)}</span>
        {place && <span className="text-muted"> {waitSentence(place)}</span>}
      </span>
      {!isPast && place && heldUpWords(place) && (
        <Link href="/inbox" prefetch={false} className="font-medium text-waiting hover:underline">
          Answer in the inbox
        </Link>
      )}
      {!isPast && (place?.position ?? 0) > 1 && (
        <Button size="small" onClick={() => void actions.steer(session.id, 'run-next')}>
          Run next
        </Button>
      )}
      {!isPast && (
        <Button size="small" onClick={() => void actions.setQueuePaused(!board.project.queue_paused)}>
          {board.project.queue_paused ? 'Resume the queue' : 'Pause the queue'}
        </Button>
      )}
    </Strip>
  );
}

function placeWords(place: QueuePlace | undefined, waitsFor: readonly string[]): string {
  if (waitsFor.length > 0) return `Waits for ${waitsFor.map((title) => `“${title}”`).join(', ')}.`;
  return place ? `Number ${place.position} in the queue.` : 'Queued.';
}
