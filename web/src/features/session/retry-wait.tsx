'use client';

import type { SessionView } from '@podium/board';
import { Button } from '@/components/button.tsx';
import { useBoardActions } from '@/lib/board/board-context.tsx';
import { useMoment } from '@/lib/board/moment-context.ts';
import { elapsedText, exactText } from '@/lib/ui/time.ts';
import { useNow } from '@/lib/ui/use-now.ts';
import { Strip } from './strip.tsx';

type Retry = NonNullable<SessionView['retry']>;

/** Something failed that may pass: when it is tried again, and what a person can do meanwhile. */
export function RetryWait({ session, retry }: { session: SessionView; retry: Retry }) {
  const actions = useBoardActions();
  const isPast = useMoment() !== null;
  return (
    <Strip label="Waits to try again" tone="warning">
      <span className="min-w-0 flex-1">
        <span className="font-medium">
          Try {retry.attempt} of {retry.max_attempts} <Countdown until={retry.due_at} />.
        </span>
        <span className="break-words text-muted"> {retry.message}</span>
      </span>
      {!isPast && (
        <>
          <Button size="small" tone="primary" onClick={() => void actions.steer(session.id, 'retry-now')}>
            Retry now
          </Button>
          <Button size="small" onClick={() => void actions.steer(session.id, 'give-up')}>
            Give up
          </Button>
        </>
      )}
    </Strip>
  );
}

function Countdown({ until }: { until: string }) {
  const leftMs = Date.parse(until) - useNow('second');
  return (
    <time dateTime={until} title={exactText(until)} className="tabular-nums" suppressHydrationWarning>
      {leftMs > 0 ? `in ${elapsedText(leftMs)}` : 'begins now'}
    </time>
  );
}
