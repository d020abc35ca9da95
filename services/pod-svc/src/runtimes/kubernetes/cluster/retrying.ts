import { setTimeout as sleep } from 'node:timers/promises';
import { clusterFailureOf, isPassing } from './cluster-failure.ts';

const firstPauseMs = 100;
const longestPauseMs = 5_000;
/** An API server that wants to be left alone for longer is asked again after this all the same. */
const longestRetryAfterSeconds = 30;

export interface RetryOptions {
  /** How long to go on after the first failure. */
  readonly retrySeconds: number;
  readonly signal?: AbortSignal | undefined;
  /** Whether a conflict is only a moment's, as it is unless told otherwise. */
  readonly conflictPasses?: boolean | undefined;
}

/**
 * Repeats a request that may be repeated while the API server is away, overloaded or disagrees with itself: with
 * growing pauses of uneven length, or the pause that the server asked for.
 */
export async function retrying<T>(request: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { retrySeconds, signal, conflictPasses = true } = options;
  const deadline = performance.now() + retrySeconds * 1000;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await request();
    } catch (error) {
      const failure = clusterFailureOf(error);
      if (!failure) throw error;
      const pauseMs = pauseAfter(attempt, failure.retryAfterSeconds);
      const passes = isPassing(failure) && (failure.status !== 409 || conflictPasses);
      if (signal?.aborted || !passes || performance.now() + pauseMs > deadline) throw error;
      await Promise.allSettled([sleep(pauseMs, undefined, { signal, ref: false })]);
    }
  }
}

/** Milliseconds to wait after a failed attempt, the first of which is 0. */
export function pauseAfter(attempt: number, retryAfterSeconds?: number): number {
  const uneven = 0.5 + Math.random() / 2;
  if (retryAfterSeconds !== undefined) {
    return Math.min(retryAfterSeconds, longestRetryAfterSeconds) * 1000 + firstPauseMs * uneven;
  }
  return Math.min(longestPauseMs, firstPauseMs * 2 ** attempt) * uneven;
}
