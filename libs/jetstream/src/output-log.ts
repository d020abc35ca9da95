import { ConcurrencyError } from '@podium/event-sourcing';
import type { OutputChunk } from '@podium/proto';
import { headers, nuid, type NatsConnection } from 'nats';
import { batchGet, firstOn, lastOn, type StoredMessage } from './batch-get.ts';
import { LogRefusedError, translated } from './errors.ts';
import { publishForAck, type StreamMessage } from './publish.ts';
import { readStream } from './stream-reader.ts';
import { manager, streams } from './streams.ts';
import { outputSubject, projectOutputFilter, type Subject } from './subjects.ts';
import { OutputArchive } from './output-archive.ts';
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

/**
 * The output of sessions: in the stream for 14 days, from the archive afterwards. Readers can't tell the difference.
 * One writer at a time: another one's chunk makes an append fail.
 */
export class OutputLog {
  readonly #nc: NatsConnection;
  readonly #archive: OutputArchive;

  constructor(nc: NatsConnection) {
    this.#nc = nc;
    this.#archive = new OutputArchive(nc);
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

  /** All chunks of a session, in order. */
  async readAll(projectId: string, sessionId: string): Promise<RecordedOutput[]> {
    const messages = await batchGet(this.#nc, {
      stream: streams.output,
      subject: outputSubject(projectId, sessionId),
      after: 0,
    });
    const output = messages.map(recorded);
    if (output[0]?.chunk.number === 1) return output;
    return (await this.#archive.get(projectId, sessionId)) ?? output;
  }

  /** The last chunk of a session, from the leader; undefined where there is none. */
  async last(projectId: string, sessionId: string): Promise<RecordedOutput | undefined> {
    const message = await lastOn(this.#nc, streams.output, outputSubject(projectId, sessionId));
    return message ? recorded(message) : (await this.#archive.get(projectId, sessionId))?.at(-1);
  }

  /** Chunks one by one, in order, first those that are there and then live, until the signal. */
  async *follow(
    projectId: string,
    sessionId: string,
    { after, signal }: FollowOptions,
  ): AsyncGenerator<RecordedOutput> {
    let cursor = after;
    for (const output of await this.#archivedAfter(projectId, sessionId, after)) {
      if (signal.aborted) return;
      yield output;
      cursor = output.sequence;
    }
    const batches = readStream(this.#nc, {
      stream: streams.output,
      filters: [outputSubject(projectId, sessionId)],
      after: cursor,
      signal,
      maxBatch: 200,
      maxWaitMs: 1,
    });
    for await (const batch of batches) {
      for (const message of batch) yield { sequence: message.sequence, chunk: chunkOf(message.data, message.sequence) };
    }
  }

  /** Removes the output of all of a project's sessions from the stream. @throws LogUnavailableError */
  async deleteProject(projectId: string): Promise<void> {
    const { streams: api } = await manager(this.#nc);
    try {
      await api.purge(streams.output, { filter: projectOutputFilter(projectId) });
    } catch (error) {
      throw translated(error);
    }
  }

  /** What the stream has let go of; nothing while it still has the first chunk. */
  async #archivedAfter(projectId: string, sessionId: string, after: number): Promise<RecordedOutput[]> {
    const first = await firstOn(this.#nc, streams.output, outputSubject(projectId, sessionId));
    if (first && recorded(first).chunk.number === 1) return [];
    const archived = await this.#archive.get(projectId, sessionId);
    return archived?.filter(({ sequence }) => sequence > after) ?? [];
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
