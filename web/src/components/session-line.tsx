'use client';

import type { QueuePlace, SessionView } from '@podium/board';
import type { ReactNode } from 'react';
import type { ShownTask } from '@/lib/board/intents.ts';
import { useMoment } from '@/lib/board/moment-context.ts';
import { useStep } from '@/lib/live/steps.ts';
import { queueWords, spentWords } from '@/lib/ui/queue-words.ts';
import { phaseWords } from '@/lib/ui/session-words.ts';
import { Heart } from './heart.tsx';
import { Elapsed, Remaining } from './times.tsx';

interface SessionLineProps {
  task: ShownTask;
  session: SessionView | null;
  place: QueuePlace | null;
  /** Why its agent was stopped, where nobody did that. */
  stopped: string | null;
}

/** The line of a card that lives: what the session does now, for how long, and what failed last. */
export function SessionLine({ task, session, place, stopped }: SessionLineProps) {
  if (session) return <ActiveLine session={session} place={place} />;
  if (task.pending === 'execute' || task.active_session_id) return <Line>⋯ starting</Line>;
  const why = task.failure?.message ?? stopped;
  if (!why) return null;
  return (
    <p
      data-testid="failure"
      className="flex gap-1.5 rounded-card bg-failed-soft px-1.5 py-0.5 text-meta text-failed"
      title={why}
    >
      <span aria-hidden="true">✕</span>
      <span className="line-clamp-2 break-words">{why}</span>
    </p>
  );
}

function ActiveLine({ session, place }: { session: SessionView; place: QueuePlace | null }) {
  switch (session.status) {
    case 'queued':
      return (
        <Line testId="queued">
          ⋯ {queueWords(place)} · <Elapsed since={session.queued_at} className="tabular-nums" />
        </Line>
      );
    case 'retrying':
      return <RetryLine session={session} />;
    case 'pending':
      return (
        <Line>
          ⋯ preparing the pod · <Elapsed since={session.queued_at} className="tabular-nums" />
        </Line>
      );
    case 'stopping':
      return <Line>■ stopping</Line>;
    case 'waiting':
      return <WaitsForPerson session={session} />;
    default:
      return <RunningLine session={session} />;
  }
}

function RunningLine({ session }: { session: SessionView }) {
  // What the agent says by now is not what it did then.
  const isPast = useMoment() !== null;
  const step = useStep(isPast ? null : session.id);
  const spent = spentWords(session.usage);
  return (
    <p data-testid="running" className="flex items-center gap-1.5 text-meta text-progress">
      <Heart />
      <span className="font-medium">{phaseWords[session.phase]}</span>
      <Elapsed since={session.started_at ?? session.queued_at} className="tabular-nums" />
      <span className="min-w-0 flex-1 truncate text-muted" title={step ?? undefined}>
        {step}
      </span>
      {spent && <span className="shrink-0 text-faint tabular-nums">{spent}</span>}
    </p>
  );
}

function RetryLine({ session }: { session: SessionView }) {
  const { retry } = session;
  return (
    <p data-testid="retrying" title={retry?.message} className="flex items-center gap-1.5 text-meta text-ai-review">
      <span aria-hidden="true">↻</span>
      <span className="min-w-0 truncate">
        Attempt {retry?.attempt ?? session.attempt + 1}
        {retry && ` of ${retry.max_attempts}`}
      </span>
      {retry && <Remaining until={retry.due_at} className="shrink-0 font-medium tabular-nums" />}
      {retry && <span className="min-w-0 flex-1 truncate text-muted">{retry.message}</span>}
    </p>
  );
}

/** The loudest line of the board: nothing goes on here until somebody answers. */
function WaitsForPerson({ session }: { session: SessionView }) {
  const gate = session.gates[0];
  const words = gate?.kind === 'question' ? 'Asks you a question' : 'Needs your permission';
  return (
    <p
      data-testid="waiting"
      className="flex items-center gap-1.5 rounded-card bg-waiting/12 px-1.5 py-0.5 text-meta font-semibold text-waiting"
    >
      <span aria-hidden="true">❚❚</span>
      <span className="min-w-0 flex-1 truncate">{words}</span>
      {gate && <Elapsed since={gate.asked_at} className="font-normal tabular-nums" />}
    </p>
  );
}

function Line({ children, testId }: { children: ReactNode; testId?: string }) {
  return (
    <p data-testid={testId} className="truncate text-meta text-muted">
      {children}
    </p>
  );
}
