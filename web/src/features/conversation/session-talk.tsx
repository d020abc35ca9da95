'use client';

import { isActive, type SessionView } from '@podium/board';
import { useEffect, useMemo } from 'react';
import { Button } from '@/components/button.tsx';
import { Heart } from '@/components/heart.tsx';
import { SilentSign } from '@/components/silent-sign.tsx';
import type { ShownTask } from '@/lib/board/intents.ts';
import { useMoment } from '@/lib/board/moment-context.ts';
import { useSilence } from '@/lib/live/use-silence.ts';
import { latestStep, outputUntil } from '@/lib/output/output-log.ts';
import { useOutput } from '@/lib/output/use-output.ts';
import { PutBackWarning, usePutBack } from './put-back.tsx';
import { TurnView } from './turn-view.tsx';
import { turnsOf } from './turns.ts';

interface SessionTalkProps {
  task: ShownTask;
  session: SessionView;
  /** Told how much there is, each time that there is more. */
  onGrown?: (count: number) => void;
}

/** One session as a conversation, live while it runs. */
export function SessionTalk({ task, session, onGrown }: SessionTalkProps) {
  const moment = useMoment();
  const whole = useOutput(session.project_id, session.id);
  const log = useMemo(() => (moment ? outputUntil(whole, moment.time) : whole), [whole, moment]);
  const turns = useMemo(() => turnsOf(session, log.items), [session, log.items]);
  useEffect(() => onGrown?.(log.lastNumber), [onGrown, log.lastNumber]);
  const working = isActive(session) && session.status !== 'waiting' && !moment;
  return (
    <div className="space-y-5" data-testid={`talk-${session.id}`}>
      {turns.map((turn) => (
        <TurnView key={turn.key} task={task} session={session} turn={turn} />
      ))}
      {session.reverted_to && !moment && <Reverted session={session} />}
      {session.failure && !isActive(session) && <p className="text-failed">{session.failure.message}</p>}
      {working && <Working session={session} step={latestStep(log)} />}
    </div>
  );
}

function Working({ session, step }: { session: SessionView; step: string | null }) {
  const silence = useSilence(session);
  const isSilent = silence !== null && session.status === 'running';
  return (
    <p role="status" className="flex items-center gap-2 text-meta text-muted">
      {isSilent ? (
        <SilentSign silence={silence} />
      ) : (
        <>
          <Heart session={session} /> {workWords(session, step)}
        </>
      )}
    </p>
  );
}

function Reverted({ session }: { session: SessionView }) {
  const putBack = usePutBack(session);
  return (
    <div className="flex flex-wrap items-center gap-2 rounded-card border border-line bg-past-soft px-3 py-2">
      <span className="min-w-0 flex-1">Workspace and conversation are put back. Your next message makes it final.</span>
      <Button size="small" onClick={() => putBack.start(null)}>
        Bring it back
      </Button>
      <PutBackWarning {...putBack} />
    </div>
  );
}

function workWords(session: SessionView, step: string | null): string {
  if (session.status === 'queued') return 'Queued';
  if (session.status === 'pending') return 'The pod is being made ready';
  if (session.status === 'retrying') return 'Waits to try again';
  if (session.status === 'stopping') return 'Stopping';
  return step ? `Working: ${step}` : 'Working';
}
