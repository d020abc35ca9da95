import type { RecordedFact } from '@podium/proto';
import type { FactFeed } from './fact-feed.ts';
import type { FactSource } from './fact-source.ts';
import { isInScope, type Scope } from './scope.ts';

/** How many facts are given at once to a reader that catches up. */
const batchSize = 200;

/** Facts of one batch, and the position up to which the reader has now seen everything in its scope. */
export interface MissedBatch {
  readonly facts: readonly RecordedFact[];
  readonly upTo: number;
}

/**
 * What a reader missed after its cursor, from the ring where that reaches back far enough, else from the log. Ends
 * when the reader has everything that the feed has: in the turn of the event loop in which it ends, the reader can
 * go live without a gap.
 */
export async function* missedFacts(
  { feed, source }: { feed: FactFeed; source: FactSource },
  { after, scope, signal }: { after: number; scope: Scope; signal: AbortSignal },
): AsyncGenerator<MissedBatch> {
  let cursor = after;
  while (!signal.aborted && cursor < feed.position) {
    if (feed.covers(cursor)) {
      const { facts, upTo } = feed.after(cursor, scope, batchSize);
      cursor = upTo;
      yield { facts, upTo };
      continue;
    }
    // What the feed has seen is in the log: a replay that starts now contains all of it.
    const seen = feed.position;
    for await (const facts of source.replay(cursor, scope, signal)) {
      cursor = facts.at(-1)?.position ?? cursor;
      yield { facts: facts.filter((fact) => isInScope(scope, fact)), upTo: cursor };
    }
    if (signal.aborted) return;
    if (cursor < seen) yield { facts: [], upTo: (cursor = seen) };
  }
}

/** Whether a reader missed more facts in its scope than `limit`. */
export async function hasMissedMoreThan(
  limit: number,
  { feed, source }: { feed: FactFeed; source: FactSource },
  { after, scope }: { after: number; scope: Scope },
): Promise<boolean> {
  if (feed.position - after <= limit) return false;
  if (feed.covers(after)) return feed.after(after, scope, limit + 1).facts.length > limit;
  return (await source.count(after, scope)) > limit;
}
