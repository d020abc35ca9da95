import type { Context, RecordedFact } from '@podium/proto';
import type { NatsConnection } from 'nats';
import { lastOn } from './batch-get.ts';
import type { DeliveredMessage } from './delivery-message.ts';
import { UnreadableMessageError } from './errors.ts';
import { unreadableFact } from './fact-reader.ts';
import { readStream } from './stream-reader.ts';
import { streams } from './streams.ts';
import { factFilters } from './subjects.ts';
import { decodedFact } from './wire.ts';

export interface ScanOptions {
  readonly stream: string;
  /** Only messages on subjects that match one of these; all where absent. */
  readonly filters?: readonly string[] | undefined;
  /** Messages after this sequence. Default 0: all. */
  readonly after?: number;
  /** The last sequence to read; what is there now where absent. */
  readonly until?: number | undefined;
  /** Ends the iteration early. */
  readonly signal?: AbortSignal;
}

/**
 * The messages that a stream holds now, in order. Unlike the readers for programs that live for ever, it ends.
 *
 * @throws LogUnavailableError, LogRefusedError
 */
export async function* scanStream(
  nc: NatsConnection,
  { stream, filters = ['>'], after = 0, until = Infinity, signal }: ScanOptions,
): AsyncGenerator<readonly DeliveredMessage[]> {
  // The last message that is still there: a stream's own last sequence may have been removed.
  const last = await Promise.all(filters.map((filter) => lastOn(nc, stream, filter)));
  const end = Math.min(until, Math.max(0, ...last.map((message) => message?.sequence ?? 0)));
  if (end <= after) return;
  const ended = new AbortController();
  const stop = signal ? AbortSignal.any([signal, ended.signal]) : ended.signal;
  for await (const batch of readStream(nc, { stream, filters, after, signal: stop, maxBatch: 1_000, maxWaitMs: 20 })) {
    const isOver = (batch.at(-1)?.sequence ?? 0) >= end;
    yield isOver ? batch.filter(({ sequence }) => sequence <= end) : batch;
    if (isOver) break;
  }
  ended.abort();
}

export interface ScanFactsOptions extends Pick<ScanOptions, 'after' | 'until' | 'signal'> {
  readonly contexts?: readonly Context[] | undefined;
  readonly projectId?: string | undefined;
  /**
   * Told of a message that is no fact, which is passed over then. `placeholder`: something comes in its place, as readers
   * of facts get it. Where absent such a message ends the scan.
   */
  readonly onUnreadable?: ((error: UnreadableMessageError, position: number) => void) | 'placeholder' | undefined;
}

/** The facts that the log holds now, in order. @throws UnreadableMessageError, LogUnavailableError, LogRefusedError */
export async function* scanFacts(
  nc: NatsConnection,
  { contexts, projectId, onUnreadable, ...range }: ScanFactsOptions = {},
): AsyncGenerator<readonly RecordedFact[]> {
  // Without a filter the server does not look at subjects, which is faster.
  const filters = contexts || projectId !== undefined ? factFilters(contexts, projectId) : undefined;
  for await (const batch of scanStream(nc, { stream: streams.events, filters, ...range })) {
    yield batch.flatMap((message) => readable(message, onUnreadable));
  }
}

function readable(message: DeliveredMessage, onUnreadable: ScanFactsOptions['onUnreadable']): RecordedFact[] {
  try {
    return [decodedFact(message.data, message.sequence)];
  } catch (error) {
    if (!onUnreadable || !(error instanceof UnreadableMessageError)) throw error;
    if (onUnreadable === 'placeholder') return [unreadableFact(message)];
    onUnreadable(error, message.sequence);
    return [];
  }
}
