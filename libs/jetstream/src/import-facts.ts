import { projectIdOf, aggregateIdOf, type Context, type EventEnvelope } from '@podium/proto';
import { LogUnavailableError } from '@podium/event-sourcing';
import type { NatsConnection } from 'nats';
import { LogRefusedError, UnreadableMessageError } from './errors.ts';
import { publishForAck, type StreamMessage } from './publish.ts';
import { lastSequence, streams } from './streams.ts';
import { factSubject } from './subjects.ts';
import { pause } from './unavailable.ts';
import { encoded, headersOf } from './wire.ts';

export interface ImportOptions {
  readonly signal?: AbortSignal;
  /** Told how many have been written. */
  readonly onProgress?: (done: number) => void;
}

/** Messages under way at the same time. */
const window = 500;
const maxAttempts = 20;

/**
 * Writes recorded facts into an empty log, in the order given, with their ids and times. Every message expects the
 * sequence of the one before it, so that neither a lost message nor another writer can get in between.
 *
 * @returns how many there were.
 * @throws LogRefusedError 10071 where someone else writes, or the log is not empty; UnreadableMessageError,
 *   InvalidSubjectError; LogUnavailableError. What was written until then stays.
 */
export async function importFacts(
  nc: NatsConnection,
  facts: AsyncIterable<unknown>,
  { signal, onProgress }: ImportOptions = {},
): Promise<number> {
  let batch: StreamMessage[] = [];
  let written = 0;
  const flush = async (): Promise<void> => {
    await writeInOrder(nc, batch, written);
    written += batch.length;
    batch = [];
    onProgress?.(written);
  };
  for await (const fact of facts) {
    signal?.throwIfAborted();
    batch.push(messageOf(fact, written + batch.length));
    if (batch.length >= window) await flush();
  }
  if (batch.length > 0) await flush();
  return written;
}

/** After a failure the tail tells how far it came: only our own messages can have been written. */
async function writeInOrder(nc: NatsConnection, batch: readonly StreamMessage[], before: number): Promise<void> {
  let done = 0;
  for (let attempt = 1; ; attempt += 1) {
    const results = await Promise.allSettled(batch.slice(done).map((message) => publishForAck(nc, message)));
    const failed = results.find((result) => result.status === 'rejected');
    if (!failed) return;
    const { reason } = failed;
    const mayGoOn =
      reason instanceof LogUnavailableError || (reason instanceof LogRefusedError && reason.errorCode === conflict);
    if (!mayGoOn || attempt >= maxAttempts || nc.isClosed()) throw reason;
    if (reason instanceof LogUnavailableError) await pause(attempt);
    const last = await lastSequence(nc, streams.events);
    if (
      last < before + done ||
      last > before + batch.length ||
      (reason instanceof LogRefusedError && last === before + done)
    ) {
      throw reason;
    }
    done = last - before;
    if (done === batch.length) return;
  }
}

function messageOf(value: unknown, last: number): StreamMessage {
  const { position: _, ...fact } = value as EventEnvelope & { position?: number };
  const isFact = typeof fact.id === 'string' && typeof fact.type === 'string' && typeof fact.subject === 'string';
  const [, context, id] = isFact ? fact.subject.split('/') : [];
  if (!context || !id) throw new UnreadableMessageError(`Event ${last + 1} is no fact of a Podium`);
  const messageHeaders = headersOf(fact);
  messageHeaders.set('Nats-Expected-Stream', streams.events);
  messageHeaders.set('Nats-Expected-Last-Sequence', String(last));
  return {
    subject: factSubject({ projectId: projectIdOf(fact), context: context as Context, id: aggregateIdOf(fact) }),
    payload: encoded(fact),
    headers: messageHeaders,
  };
}

/** The server's answer to a sequence that is not the last one. */
const conflict = 10_071;
