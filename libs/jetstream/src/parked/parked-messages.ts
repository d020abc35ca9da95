import { LogUnavailableError } from '@podium/event-sourcing';
import { headers, type NatsConnection } from 'nats';
import { LogRefusedError, translated } from '../errors.ts';
import { publishUntilAcked } from '../publish.ts';
import { scanStream } from '../scan-stream.ts';
import { messageAt, type MessageInStream } from '../stored-messages.ts';
import { manager, streams } from '../streams.ts';
import { consumerControlSubject, requestSubject, parseRequestSubject } from '../subjects.ts';
import { decodedObject, encoded } from '../wire.ts';
import type { ConsumerControlRequest, RetryResult } from './consumer-control.ts';
import { decodedParkedMessage, type ParkedMessage, type ParkedResolution } from './reference.ts';
import { resolveParked } from './resolve.ts';

/** No running instance of a consumer can take its parked messages back. */
export class ConsumerNotRunningError extends Error {
  override readonly name = 'ConsumerNotRunningError';
  readonly code = 'consumer_not_running';
}

/** Who does something to parked messages, and why. */
export interface Decision {
  /** `operator:<name>`. */
  readonly actor: string;
  readonly reason?: string;
}

/** What consumers have put aside, for operators. */
export class ParkedMessages {
  readonly #nc: NatsConnection;

  constructor(nc: NatsConnection) {
    this.#nc = nc;
  }

  /** How many messages are parked, by `<service>.<consumer>`. Cheap: the server keeps the counts. @throws LogUnavailableError */
  async counts(): Promise<ReadonlyMap<string, number>> {
    const { streams: api } = await manager(this.#nc);
    try {
      const { state } = await api.info(streams.parked, { subjects_filter: referenceFilter });
      return new Map(Object.entries(state.subjects ?? {}).map(([subject, count]) => [subject.slice(4), count]));
    } catch (error) {
      throw translated(error);
    }
  }

  /** All of them, or those of one consumer, in the order in which they were parked. @throws LogUnavailableError */
  async list(consumer?: string): Promise<ParkedMessage[]> {
    const found: ParkedMessage[] = [];
    for await (const batch of scanStream(this.#nc, { stream: streams.parked, filters: [referenceFilter] })) {
      found.push(...batch.map((message) => decodedParkedMessage(message.sequence, message.data)));
    }
    return consumer === undefined ? found : found.filter(({ reference }) => reference.consumer === consumer);
  }

  /** @throws LogUnavailableError */
  async get(id: number): Promise<ParkedMessage | undefined> {
    const message = await messageAt(this.#nc, streams.parked, id);
    if (!message || message.subject.split('.').length !== referenceFilter.split('.').length) return undefined;
    return decodedParkedMessage(id, message.data);
  }

  /** The message that a reference points to; undefined where its stream has dropped it. @throws LogUnavailableError */
  async original({ reference }: ParkedMessage): Promise<MessageInStream | undefined> {
    return messageAt(this.#nc, reference.stream, reference.sequence);
  }

  /** What became of references, the oldest first. @throws LogUnavailableError */
  async resolutions(): Promise<ParkedResolution[]> {
    const found: ParkedResolution[] = [];
    for await (const batch of scanStream(this.#nc, { stream: streams.parked, filters: [resolvedFilter] })) {
      for (const { data } of batch) found.push(decodedObject(data, 'A resolution') as unknown as ParkedResolution);
    }
    return found;
  }

  /**
   * Hands messages back. A fact goes to the active instance of its consumer, with all later parked ones of its
   * aggregate, in order; a request is put into its stream again, for any instance.
   *
   * @param timeoutMs how long the handlers may take.
   * @throws ConsumerNotRunningError, LogUnavailableError, LogRefusedError
   */
  async retry(message: ParkedMessage, { actor }: Decision, timeoutMs = 60_000): Promise<RetryResult> {
    return message.reference.stream === streams.requests
      ? this.#askAgain(message, actor)
      : this.#handBack(message, actor, timeoutMs);
  }

  /** Gives a message up for its consumer. Later ones of the same aggregate stay parked. @throws LogUnavailableError */
  async discard(message: ParkedMessage, { actor, reason }: Required<Decision>): Promise<void> {
    await resolveParked(this.#nc, message, { resolution: 'discarded', actor, reason });
  }

  async #handBack({ reference }: ParkedMessage, actor: string, timeoutMs: number): Promise<RetryResult> {
    const { consumer, subject } = reference;
    const request: ConsumerControlRequest = { command: 'retry', subject, actor };
    try {
      const answer = await this.#nc.request(consumerControlSubject(consumer), encoded(request), { timeout: timeoutMs });
      return answer.json<RetryResult>();
    } catch (cause) {
      const error = translated(cause);
      if (!(error instanceof LogUnavailableError) || this.#nc.isClosed()) throw error;
      const message = `No active instance of ${consumer} answered within ${timeoutMs / 1000} s`;
      throw new ConsumerNotRunningError(message, { cause });
    }
  }

  async #askAgain(message: ParkedMessage, actor: string): Promise<RetryResult> {
    const { sequence, stream } = message.reference;
    const original = await this.original(message);
    if (!original) {
      throw new LogRefusedError(`${stream} does not hold message ${sequence} any more`, noMessageFound, 404);
    }
    const messageHeaders = headers();
    for (const [name, values] of original.headers) {
      for (const value of values) if (!/^nats-/i.test(name)) messageHeaders.append(name, value);
    }
    // Ids of requests are remembered by the stream only for minutes, and this one has to get past that memory.
    messageHeaders.set('Nats-Msg-Id', `${original.headers.get('Nats-Msg-Id')}:again:${message.id}`);
    const subject = requestSubject(parseRequestSubject(original.subject));
    await publishUntilAcked(this.#nc, { subject, payload: original.data, headers: messageHeaders });
    await resolveParked(this.#nc, message, { resolution: 'retried', actor });
    return { handled: [sequence] };
  }
}

const referenceFilter = 'prk.*.*';
const resolvedFilter = 'prk.*.*.resolved';
const noMessageFound = 10_037;
