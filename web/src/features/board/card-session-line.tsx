'use client';

import type { SessionView } from '@podium/board';
import type { ReactNode } from 'react';
import { Heart } from '@/components/heart.tsx';
import { Elapsed } from '@/components/times.tsx';
import type { ShownTask } from '@/lib/board/intents.ts';
import { useMoment } from '@/lib/board/moment-context.ts';
import { latestStep } from '@/lib/output/output-log.ts';
import { useOutput } from '@/lib/output/use-output.ts';
import { phaseWords } from '@/lib/ui/session-words.ts';

/** The line of a card that lives: what the session does now, for how long, and what failed last. */
export function CardSessionLine({ task, session }: { task: ShownTask; session: SessionView | null }) {
  if (session) return <ActiveLine session={session} />;
  if (task.pending === 'execute' || task.active_session_id) return <Line>⋯ starting</Line>;
  if (task.failure) {
    return (
      <p className="mt-1.5 flex gap-1.5 text-meta text-failed" title={task.failure.message}>
        <span aria-hidden="true">✕</span>
        <span className="line-clamp-2 break-words">{task.failure.message}</span>
      </p>
    );
  }
  return null;
}

function ActiveLine({ session }: { session: SessionView }) {
  switch (session.status) {
    case 'queued':
      return <Waiting words="queued" since={session.queued_at} />;
    case 'pending':
      return <Waiting words="preparing the pod" since={session.queued_at} />;
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
  const step = latestStep(useOutput(session.project_id, isPast ? null : session.id));
  return (
    <p data-testid="running" className="mt-1.5 flex items-center gap-1.5 text-meta text-progress">
      <Heart />
      <span className="font-medium">{phaseWords[session.phase]}</span>
      <Elapsed since={session.started_at ?? session.queued_at} className="tabular-nums" />
      {step && (
        <span className="min-w-0 truncate text-muted" title={step}>
          {step}
        </span>
      )}
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
      className="mt-1.5 flex items-center gap-1.5 rounded-card bg-waiting/12 px-1.5 py-0.5 text-meta font-semibold text-waiting"
    >
      <span aria-hidden="true">❚❚</span>
      <span className="min-w-0 flex-1 truncate">{words}</span>
      {gate && <Elapsed since={gate.asked_at} className="font-normal tabular-nums" />}
    </p>
  );
}

function Waiting({ words, since }: { words: string; since: string }) {
  return (
    <Line>
      ⋯ {words} <Elapsed since={since} className="tabular-nums" />
    </Line>
  );
}

function Line({ children }: { children: ReactNode }) {
  return <p className="mt-1.5 text-meta text-muted">{children}</p>;
}
