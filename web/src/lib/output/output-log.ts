import { ActivityFold, type ActivityItem } from '@podium/board';
import type { OutputChunk } from '@podium/proto';

/** The output of one session so far. */
export interface OutputLog {
  /** What happened in it, in order. Items that did not change are the same objects as before. */
  items: readonly ActivityItem[];
  /** Number of the last chunk; chunks are numbered 1, 2, 3 … without a gap. */
  lastNumber: number;
  /** Sequence of the last chunk in the stream: where to resume. */
  lastSequence: number;
  /** True once the last chunk of the session is there. */
  done: boolean;
  /** What the items are folded with; goes on from log to log. */
  fold: ActivityFold | null;
}

export const emptyOutput: OutputLog = { items: [], lastNumber: 0, lastSequence: 0, done: false, fold: null };

/**
 * Appends chunks in order. A chunk that is already there changes nothing. Null where one is missing in between: then the
 * output has to be asked for again from `lastSequence`.
 */
export function appendOutput(
  log: OutputLog,
  received: readonly { sequence: number; chunk: OutputChunk }[],
): OutputLog | null {
  const later = received.filter(({ chunk }, index) => {
    const earlier = received[index - 1]?.chunk.number ?? 0;
    return chunk.number > Math.max(log.lastNumber, earlier);
  });
  const last = later.at(-1);
  if (!last) return log;
  if (later.some(({ chunk }, index) => chunk.number !== log.lastNumber + 1 + index)) return null;
  const fold = log.fold ?? new ActivityFold();
  return {
    items: fold.apply(later.map(({ chunk }) => chunk)),
    lastNumber: last.chunk.number,
    lastSequence: last.sequence,
    done: log.done || later.some(({ chunk }) => chunk.kind === 'OUTPUT_KIND_DONE'),
    fold,
  };
}

/** The newest thing that the agent is known to do, for one line: its last tool call, or that it thinks or writes. */
export function latestStep(log: Pick<OutputLog, 'items'>): string | null {
  const item = log.items.findLast(({ kind, text }) => kind !== 'step' && kind !== 'files' && text.trim() !== '');
  if (!item) return null;
  if (item.kind === 'reasoning') return 'thinking';
  if (item.kind === 'message') return 'writing';
  return item.text.trim().split('\n', 1)[0] ?? null;
}

/** What had begun to be said by a time, RFC 3339. */
export function outputUntil(log: OutputLog, time: string): OutputLog {
  const untilMs = Date.parse(time);
  return { ...log, items: log.items.filter((item) => Date.parse(item.time) <= untilMs) };
}
