import { unreadableType, type Context, type RecordedFact } from '@podium/proto';
import type { NatsConnection } from 'nats';
import { UnreadableMessageError } from './errors.ts';
import type { DeliveredMessage } from './delivery-message.ts';
import { readStream } from './stream-reader.ts';
import { streams } from './streams.ts';
import { factFilters } from './subjects.ts';
import { decodedFact } from './wire.ts';

export { headPosition } from './event-log.ts';

export interface ReadFactsOptions {
  /** Facts after this position; 0 for all. */
  readonly after: number;
  /** Only facts of these contexts; of all where absent. */
  readonly contexts?: readonly Context[] | undefined;
  /**
   * Facts of other contexts come unread, as envelopes of the type `unread`: for a reader that needs their positions alone.
   * All are read where absent.
   */
  readonly readContexts?: readonly Context[] | undefined;
  /** Only facts of this project; of all where absent. */
  readonly projectId?: string | undefined;
  /** Ends the iteration. */
  readonly signal: AbortSignal;
  /** Most facts per batch. Default 500. */
  readonly maxBatch?: number;
  /** How long, in milliseconds, a batch waits for facts that are known to be coming. Default 5. */
  readonly maxWaitMs?: number;
  /** Told each time that reading was interrupted, for a log line; it goes on by itself. */
  readonly onInterrupted?: (reason: string) => void;
}

/**
 * Facts in the order of their positions, without gap or repeat, first those that are there and then live for ever,
 * also across restarts of the server. Large batches while there is a backlog, single facts at the head.
 *
 * What is in the stream and is no fact, because no program of ours wrote it, comes as an envelope of the type
 * `unreadable`: nobody knows that type, so every fold passes it over, and its position is not missing. Handlers of
 * facts park such a message, so that operators learn of it.
 *
 * @throws the client's error when the connection was closed.
 */
export async function* readFacts(
  nc: NatsConnection,
  options: ReadFactsOptions,
): AsyncGenerator<readonly RecordedFact[]> {
  const batches = readStream(nc, {
    stream: streams.events,
    filters: factFilters(options.contexts, options.projectId),
    after: options.after,
    signal: options.signal,
    maxBatch: options.maxBatch ?? 500,
    maxWaitMs: options.maxWaitMs ?? 5,
    onInterrupted: options.onInterrupted,
  });
  const read = options.readContexts && new Set<string>(options.readContexts);
  for await (const batch of batches) yield batch.map((message) => factOrPlaceholder(message, read));
}

function factOrPlaceholder(message: DeliveredMessage, read?: ReadonlySet<string>): RecordedFact {
  if (read && !read.has(contextOf(message.subject))) return placeholder('unread', '', message.sequence);
  try {
    return decodedFact(message.data, message.sequence);
  } catch (error) {
    if (!(error instanceof UnreadableMessageError)) throw error;
    return unreadableFact(message);
  }
}

/** What stands in the place of a message that can't be read. */
export function unreadableFact({ subject, sequence }: Pick<DeliveredMessage, 'subject' | 'sequence'>): RecordedFact {
  return placeholder(unreadableType, subject.split('.').slice(1).join('/'), sequence);
}

/** The third token of `evt.<project>.<context>.<id>`. */
function contextOf(subject: string): string {
  const start = subject.indexOf('.', subject.indexOf('.') + 1) + 1;
  return subject.slice(start, subject.indexOf('.', start));
}

function placeholder(type: 'unread' | typeof unreadableType, subject: string, position: number): RecordedFact {
  const id = `${type}-${position}`;
  const unknown = {
    specversion: '1.0',
    id,
    source: '/podium/unknown',
    type,
    subject,
    time: '1970-01-01T00:00:00.000Z',
    datacontenttype: 'application/json',
    dataschema: `podium:${type}`,
    data: {},
    correlationid: id,
    causationid: id,
    actor: 'service:unknown',
    version: 0,
    position,
  };
  return unknown as unknown as RecordedFact;
}
