'use client';

import type { SessionView } from '@podium/board';
import { SilentSign } from '@/components/silent-sign.tsx';
import { useSilence } from '@/lib/live/use-silence.ts';
import { silenceSentence } from '@/lib/ui/silence-words.ts';
import { Strip } from './strip.tsx';

/** That the session's agent is not heard now, and what comes of it; nothing while it is. */
export function SilenceStrip({ session }: { session: SessionView }) {
  const silence = useSilence(session);
  if (!silence || session.status === 'pending') return null;
  return (
    <Strip label="Connection to the agent" tone="warning">
      <SilentSign silence={silence} />
      <span className="min-w-0 flex-1 text-muted">
        {silenceSentence(silence)}
        {session.status === 'waiting' && ' It can be answered all the same.'}
        {session.status === 'stopping' && ' It is stopped then.'}
      </span>
    </Strip>
  );
}
