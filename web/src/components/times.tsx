'use client';

import { agoText, elapsedText, exactText } from '@/lib/ui/time.ts';
import { useNow } from '@/lib/ui/use-now.ts';

/** How long ago, exact on hover. */
export function Ago({ time, className }: { time: string; className?: string }) {
  const nowMs = useNow('halfMinute');
  return (
    <time dateTime={time} title={exactText(time)} className={className} suppressHydrationWarning>
      {agoText(time, nowMs)}
    </time>
  );
}

/** Runs since a moment, second by second. */
export function Elapsed({ since, className }: { since: string; className?: string }) {
  const nowMs = useNow('second');
  return (
    <time className={className} title={`since ${exactText(since)}`} suppressHydrationWarning>
      {elapsedText(nowMs - Date.parse(since))}
    </time>
  );
}
