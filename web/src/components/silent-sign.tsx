'use client';

import type { Silence } from '@/lib/live/silence.ts';
import { silenceSentence, silentWords } from '@/lib/ui/silence-words.ts';
import { Elapsed } from './times.tsx';

/** That a session's agent is not heard, and since when, in the place of what it does. */
export function SilentSign({ silence }: { silence: Silence }) {
  return (
    <span
      data-testid="silent"
      title={silenceSentence(silence)}
      className="inline-flex min-w-0 items-center gap-1.5 text-ai-review"
    >
      <span aria-hidden="true" className="inline-block size-1.5 shrink-0 rounded-full bg-current text-faint" />
      <span className="truncate font-medium">{silentWords}</span>
      {silence.since && <Elapsed since={silence.since} className="shrink-0 tabular-nums" />}
    </span>
  );
}
