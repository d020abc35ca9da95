import { ConcurrencyError } from '@podium/event-sourcing';
import type { OutputChunk } from '@podium/proto';
import { headers, nuid, type NatsConnection } from 'nats';
import { batchGet, lastOn, type StoredMessage } from './batch-get.ts';
import { LogRefusedError } from './errors.ts';
import { publishForAck, type StreamMessage } from './publish.ts';
import { readStream } from './stream-reader.ts';
import { streams } from './streams.ts';
import { outputSubject, type Subject } from './subjects.ts';
import { asUnavailable, giveUpAfterMs, mayPass, pause } from './unavailable.ts';
import { decodedObject, encoded } from './wire.ts';

/** A chunk of output and its place in the stream OUTPUT. Sequences grow, but not by one: sessions share the stream. */
export interface RecordedOutput {
  readonly sequence: number;
  readonly chunk: OutputChunk;
}

export interface FollowOptions {
  /** Chunks after this sequence of the stream; 0 for all. */
  readonly after: number;
  /** Ends the iteration. */
  readonly signal: AbortSignal;
}

const wrongLastSequence = new Set([10_071, 10_164]);

/** The output of sessions, kept for 14 days. One writer at a time: another one's chunk makes an append fail. */
export class OutputLog {
  readonly #nc: NatsConnection;

  constructor(nc: NatsConnection) {
    this.#nc = nc;
  }

  /**
   * Writes chunks in order.
   *
   * @param expectedLast sequence of the session's last chunk as this writer knows it, 0 for none.
   * @returns sequence of the last chunk written.
   * @throws ConcurrencyError when someone else has written; LogUnavailableError when it is not known whether the rest
   * of the chunks was written: `last` tells.
   */
  async append(
    projectId: string,
    sessionId: string,
    chunks: readonly OutputChunk[],
    expectedLast: number,
  ): Promise<number> {
    const subject = outputSubject(projectId, sessionId);
    let last = expectedLast;
    for (const chunk of chunks) last = await this.#appendOne(subject, chunk, last);
    return last;
  }

  /** All chunks of a session that are still kept, in order. */
  async readAll(projectId: string, sessionId: string): Promise<RecordedOutput[]> {
    const messages = await batchGet(this.#nc, {
      stream: streams.output,
      subject: outputSubject(projectId, sessionId),
      after: 0,
    });
    return messages.map(recorded);
  }

  /** The last chunk of a session, from the leader; undefined where there is none. */
  async last(projectId: string, sessionId: string): Promise<RecordedOutput | undefined> {
    const message = await lastOn(this.#nc, streams.output, outputSubject(projectId, sessionId));
    return message && recorded(message);
  }

  /** Chunks one by one, in order, first those that are there and then live, until the signal. */
  async *follow(
    projectId: string,
    sessionId: string,
    { after, signal }: FollowOptions,
  ): AsyncGenerator<RecordedOutput> {
    const batches = readStream(this.#nc, {
      stream: streams.output,
      filters: [outputSubject(projectId, sessionId)],
      after,
      signal,
      maxBatch: 200,
      maxWaitMs: 1,
    });
    for await (const batch of batches) {
      for (const message of batch) yield { sequence: message.sequence, chunk: chunkOf(message.data, message.sequence) };
    }
  }

  async #appendOne(subject: Subject, chunk: OutputChunk, expectedLast: number): Promise<number> {
    // New for every call: the chunk of another owner, or of a later call, must never count as a repetition of this one.
    const id = nuid.next();
    const message = outputMessage(subject, chunk, id, expectedLast);
    const deadline = performance.now() + giveUpAfterMs;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return (await publishForAck(this.#nc, message)).sequence;
      } catch (error) {
        if (error instanceof LogRefusedError && wrongLastSequence.has(error.errorCode)) {
          const last = await lastOn(this.#nc, streams.output, subject);
          if (last?.header('Nats-Msg-Id') === id) return last.sequence;
          throw new ConcurrencyError(`Someone else writes to ${subject}`, { cause: error });
        }
        if (!mayPass(error)) throw error;
        if (this.#nc.isClosed() || performance.now() >= deadline) throw asUnavailable(error);
        await pause(attempt);
      }
    }
  }
}

function outputMessage(subject: Subject, chunk: OutputChunk, id: string, expectedLast: number): StreamMessage {
  const messageHeaders = headers();
  messageHeaders.set('Nats-Msg-Id', id);
  messageHeaders.set('Nats-Expected-Last-Subject-Sequence', String(expectedLast));
  return { subject, payload: encoded(chunk), headers: messageHeaders };
}

function recorded(message: StoredMessage): RecordedOutput {
  return { sequence: message.sequence, chunk: chunkOf(message.data, message.sequence) };
}

function chunkOf(data: Uint8Array, sequence: number): OutputChunk {
  return decodedObject(data, `Output ${sequence}`) as unknown as OutputChunk;
}
