import type { FactFeed } from './fact-feed.ts';
import type { FactSource } from './fact-source.ts';
import { hasMissedMoreThan } from './missed-facts.ts';
import type { Scope } from './scope.ts';

/** A client that missed more facts than this takes a new snapshot sooner than it folds them. */
export const mostReplayed = 5_000;

/** Where a subscription starts, or that the client has to fetch a snapshot and subscribe after that. */
export interface SubscriptionStart {
  readonly position: number;
  readonly snapshotNeeded?: true;
}

/** Decides where a client that was there before goes on; one that was not begins now. @throws LogUnavailableError */
export async function subscriptionStart(
  log: { feed: FactFeed; source: FactSource },
  { after, scope, limit = mostReplayed }: { after: number | undefined; scope: Scope; limit?: number },
): Promise<SubscriptionStart> {
  const { feed, source } = log;
  if (after === undefined) return { position: feed.position };
  // A cursor beyond the head belongs to another log, for example one from before a reset.
  const isForeign = after > feed.position && after > (await source.head());
  if (isForeign || (await hasMissedMoreThan(limit, log, { after, scope }))) {
    return { position: feed.position, snapshotNeeded: true };
  }
  return { position: after };
}
