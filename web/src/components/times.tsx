'use client';

import { useMoment } from '@/lib/board/moment-context.ts';
import { agoText, elapsedText, exactText } from '@/lib/ui/time.ts';
import { useNow } from '@/lib/ui/use-now.ts';

/** How long ago, exact on hover; in the past counted from then. */
export function Ago({ time, className }: { time: string; className?: string }) {
  const nowMs = useThen(useNow('halfMinute'));
  return (
    <time dateTime={time} title={exactText(time)} className={className} suppressHydrationWarning>
      {agoText(time, nowMs)}
    </time>
  );
}

/** Runs since a moment, second by second; stands still in the past. */
export function Elapsed({ since, className }: { since: string; className?: string }) {
  const nowMs = useThen(useNow('second'));
  return (
    <time className={className} title={`since ${exactText(since)}`} suppressHydrationWarning>
      {elapsedText(nowMs - Date.parse(since))}
    </time>
  );
}

/** Counts down to a moment, second by second: "in 12s", then "now". */
export function Remaining({ until, className }: { until: string; className?: string }) {
  const leftMs = Date.parse(until) - useThen(useNow('second'));
  return (
    <time className={className} dateTime={until} title={exactText(until)} suppressHydrationWarning>
      {leftMs > 0 ? `in ${elapsedText(leftMs)}` : 'now'}
    </time>
  );
}

function useThen(nowMs: number): number {
  const moment = useMoment();
  return moment ? Date.parse(moment.time) : nowMs;
}
