import type { RecordedFact } from '@podium/proto';
import type { FactFeed } from './fact-feed.ts';
import type { FactSource } from './fact-source.ts';
import { missedFacts } from './missed-facts.ts';
import type { Scope } from './scope.ts';

/** Facts in scope after a position, first those that are there and then live, at the pace of the one who iterates. */
export async function* factStream(
  log: { feed: FactFeed; source: FactSource },
  { after, scope, signal }: { after: number; scope: Scope; signal: AbortSignal },
): AsyncGenerator<RecordedFact> {
  let cursor = after;
  let wake = (): void => undefined;
  const stop = log.feed.onFacts(() => wake());
  const wakeUp = (): void => wake();
  signal.addEventListener('abort', wakeUp);
  try {
    while (!signal.aborted) {
      for await (const { facts, upTo } of missedFacts(log, { after: cursor, scope, signal })) {
        cursor = upTo;
        yield* facts;
      }
      if (signal.aborted || cursor < log.feed.position) continue;
      await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    stop();
    signal.removeEventListener('abort', wakeUp);
  }
}
