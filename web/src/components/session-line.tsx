'use client';

import { waitSentence, type QueuePlace, type SessionView } from '@podium/board';
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { ShownTask } from '@/lib/board/intents.ts';
import { useMoment } from '@/lib/board/moment-context.ts';
import type { Silence } from '@/lib/live/silence.ts';
import { useStep } from '@/lib/live/steps.ts';
import { useIsWithoutRunners, useSilence } from '@/lib/live/use-silence.ts';
import { heldUpWords, queueWords, quietWords, spentWords } from '@/lib/ui/queue-words.ts';
import { phaseWords } from '@/lib/ui/session-words.ts';
import { silenceSentence, withoutRunnersWords } from '@/lib/ui/silence-words.ts';
import { useNow } from '@/lib/ui/use-now.ts';
import { Heart } from './heart.tsx';
import { ResultLine } from './result-line.tsx';
import { SilentSign } from './silent-sign.tsx';
import { WaitingGlyph } from './status-glyph.tsx';
import { Elapsed, Remaining } from './times.tsx';

interface SessionLineProps {
  task: ShownTask;
  session: SessionView | null;
  place: QueuePlace | null;
  /** Why its agent was stopped, where nobody did that. */
  stopped: string | null;
  /** The session whose work waits to be looked at. */
  done: SessionView | null;
}

/** The line of a card that lives: what the session does now, for how long, and what failed last. */
export function SessionLine({ task, session, place, stopped, done }: SessionLineProps) {
  if (session) return <ActiveLine session={session} place={place} />;
  if (task.pending === 'execute' || task.active_session_id) return <StartingLine task={task} />;
  const why = task.failure?.message ?? stopped;
  if (!why) return done && <ResultLine session={done} />;
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

/** Executed, and not taken into the queue yet. */
function StartingLine({ task }: { task: ShownTask }) {
  const isWithoutRunners = useIsWithoutRunners(task.project_id);
  return <Line>⋯ {isWithoutRunners ? withoutRunnersWords : 'starting'}</Line>;
}

function ActiveLine({ session, place }: { session: SessionView; place: QueuePlace | null }) {
  const silence = useSilence(session);
  switch (session.status) {
    case 'queued':
      return <QueuedLine session={session} place={place} />;
    case 'retrying':
      return <RetryLine session={session} />;
    case 'pending':
      return (
        <Line>
          ⋯ {silence ? 'waits for a runner' : 'preparing the pod'} ·{' '}
          <Elapsed since={session.queued_at} className="tabular-nums" />
        </Line>
      );
    case 'stopping':
      return (
        <Line>
          ■ {session.started_at === null ? 'cancelling' : 'stopping'}
          {silence && ', as soon as the agent is reached again'}
        </Line>
      );
    case 'waiting':
      return <WaitsForPerson session={session} silence={silence} />;
    default:
      return silence ? <SilentLine silence={silence} /> : <RunningLine session={session} />;
  }
}

function SilentLine({ silence }: { silence: Silence }) {
  return (
    <p data-testid="running" className="flex items-center text-meta">
      <SilentSign silence={silence} />
    </p>
  );
}

/** What it waits for; where that is people, the way to what they have to answer. */
function QueuedLine({ session, place }: { session: SessionView; place: QueuePlace | null }) {
  const isPast = useMoment() !== null;
  const heldUp = heldUpWords(place);
  const isWithoutRunners = useIsWithoutRunners(session.project_id);
  return (
    <div data-testid="queued" title={place ? waitSentence(place) : undefined} className="text-meta text-muted">
      <p className="truncate">
        ⋯ {queueWords(place)} · <Elapsed since={session.queued_at} className="tabular-nums" />
      </p>
      {isWithoutRunners && <p className="truncate">{withoutRunnersWords}</p>}
      {heldUp && (
        <p className="break-words">
          {isPast ? (
            heldUp
          ) : (
            <Link href="/inbox" prefetch={false} className="relative z-10 text-waiting hover:underline">
              {heldUp}
            </Link>
          )}
        </p>
      )}
    </div>
  );
}

function RunningLine({ session }: { session: SessionView }) {
  // What the agent says by now is not what it did then.
  const isPast = useMoment() !== null;
  const step = useStep(isPast ? null : session.id);
  const spent = spentWords(session.usage);
  return (
    <p data-testid="running" className="flex items-center gap-1.5 text-meta text-progress">
      <Heart session={session} />
      <span className="font-medium">{phaseWords[session.phase]}</span>
      <Elapsed since={session.started_at ?? session.queued_at} className="tabular-nums" />
      {step && <Quiet sinceMs={step.heardAtMs} />}
      <span className="min-w-0 flex-1 truncate text-muted" title={step?.text}>
        {step?.text}
      </span>
      {spent && <span className="shrink-0 text-faint tabular-nums">{spent}</span>}
    </p>
  );
}

/** That the agent has said nothing for long: what stands beside it is old. */
function Quiet({ sinceMs }: { sinceMs: number }) {
  const words = quietWords(useNow('second') - sinceMs);
  return words && <span className="shrink-0 text-ai-review tabular-nums">{words}</span>;
}

function RetryLine({ session }: { session: SessionView }) {
  const { retry } = session;
  const isWithoutRunners = useIsWithoutRunners(session.project_id);
  return (
    <p data-testid="retrying" title={retry?.message} className="flex items-center gap-1.5 text-meta text-ai-review">
      <span aria-hidden="true">↻</span>
      <span className="min-w-0 truncate">
        Attempt {retry?.attempt ?? session.attempt + 1}
        {retry && ` of ${retry.max_attempts}`}
      </span>
      {retry && <Remaining until={retry.due_at} className="shrink-0 font-medium tabular-nums" />}
      {retry && (
        <span className="min-w-0 flex-1 truncate text-muted">
          {isWithoutRunners ? withoutRunnersWords : retry.message}
        </span>
      )}
    </p>
  );
}

/** The loudest line of the board: nothing goes on here until somebody answers. */
function WaitsForPerson({ session, silence }: { session: SessionView; silence: Silence | null }) {
  const gate = session.gates[0];
  const words = gate?.kind === 'question' ? 'Asks a question' : 'Needs permission';
  return (
    <p
      data-testid="waiting"
      title={silence ? `${silenceSentence(silence)} It can be answered all the same.` : undefined}
      className="flex items-baseline gap-1.5 rounded-card bg-waiting/12 px-1.5 py-0.5 text-meta font-semibold text-waiting"
    >
      <WaitingGlyph className="self-center" />
      <span className="min-w-0 flex-1 break-words">
        {words}
        {silence && <span className="font-normal">, not connected</span>}
      </span>
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
