import { isDeepStrictEqual } from 'node:util';
import type { Context, EventEnvelope, FactType, RecordedFact } from '@podium/proto';

/** Names one aggregate. Its facts are written and read in one total order. */
export interface Aggregate {
  /** Project that it belongs to. */
  readonly projectId: string;
  readonly context: Context;
  readonly id: string;
}

/** What an append is guarded by: the position of the aggregate's last fact as the writer knows it, 0 for none. */
export type ExpectedPosition = number;

/** Port: the one log of all facts. Implemented on JetStream (libs/jetstream) and in memory. */
export interface EventLog {
  /**
   * Writes the facts of one decision atomically, if the aggregate's last fact is still at `expected`.
   *
   * Appending the same facts again after a success that went unnoticed succeeds and writes nothing. Facts with the
   * same ids and other contents are someone else's decision about the same cause, and a conflict.
   * @returns position of the last written fact.
   * @throws ConcurrencyError when someone else wrote first.
   * @throws LogUnavailableError when the log can't be reached; the facts may or may not have been written.
   */
  append(aggregate: Aggregate, expected: ExpectedPosition, facts: readonly EventEnvelope<FactType>[]): Promise<number>;

  /**
   * All facts of an aggregate after a position (0: from the first one), in order, from the leader.
   *
   * @param upToThere how many there are up to that position, where it is known: a log may see much faster that there
   * are no more than that these are the ones after it.
   * @throws LogUnavailableError
   */
  load(aggregate: Aggregate, after?: number, upToThere?: number): Promise<RecordedFact[]>;
}

/** Whether what the log holds is exactly what was to be written. For implementations of the port. */
export function isSameFact(fact: EventEnvelope<FactType>, recorded: RecordedFact | undefined): boolean {
  if (fact.id !== recorded?.id) return false;
  return isDeepStrictEqual({ ...fact, position: recorded.position }, recorded);
}

/** Someone else wrote to the aggregate first: fold again and decide again. */
export class ConcurrencyError extends Error {
  override readonly name = 'ConcurrencyError';
  readonly code = 'concurrency_conflict';
}

/** The log can't be reached or did not answer in time. */
export class LogUnavailableError extends Error {
  override readonly name = 'LogUnavailableError';
  readonly code = 'log_unavailable';
}
