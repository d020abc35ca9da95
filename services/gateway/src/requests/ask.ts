import type { Aggregate } from '@podium/event-sourcing';
import { LogUnavailableError } from '@podium/event-sourcing';
import type { RequestPublisher } from '@podium/jetstream';
import type { Context, MessageTypes, RecordedFact, RequestType } from '@podium/proto';
import { problemOf } from '@podium/service-kit';
import type { NatsConnection } from 'nats';
import { gatewayProblems } from '../api/problems.ts';
import type { Intent } from './intent.ts';
import { inTime } from './in-time.ts';
import type { OutcomeArchive } from './outcome-archive.ts';
import type { OutcomeWaiters, Settled } from './outcome-waiters.ts';

/** A request to one aggregate. */
export interface Question<T extends RequestType> {
  readonly to: Omit<Aggregate, 'context'>;
  readonly type: T;
  readonly data: MessageTypes[T];
}

/** How a request went well. */
export interface Accepted {
  /** What happened; empty where the asked state already held. */
  readonly facts: readonly RecordedFact[];
  /** Undefined where nothing happened. */
  readonly position: number | undefined;
}

/** How long an outcome may take before the client is told to come back for it. */
const outcomeTimeoutMs = 2_000;
/** How long the log may take. */
const logTimeoutMs = 2_500;

/** Publishes requests and waits for what becomes of them. */
export class Asker {
  readonly #nc: NatsConnection;
  readonly #publisher: RequestPublisher;
  readonly #waiters: OutcomeWaiters;
  readonly #archive: OutcomeArchive;

  constructor(nc: NatsConnection, publisher: RequestPublisher, waiters: OutcomeWaiters, archive: OutcomeArchive) {
    this.#nc = nc;
    this.#publisher = publisher;
    this.#waiters = waiters;
    this.#archive = archive;
  }

  /**
   * Asks, once per intent: an intent that was carried out before gets its earlier answer.
   *
   * @returns undefined when the outcome does not come in time; the request is then still on its way.
   * @throws ProblemError for a refusal; RequestReusedError where its key came with another body; LogUnavailableError when
   * the request could not be published.
   */
  async ask<T extends RequestType>(question: Question<T>, intent: Intent): Promise<Accepted | undefined> {
    const aggregate = aggregateOf(question);
    const earlier = intent.isRepeatable ? await this.earlier(aggregate, intent) : undefined;
    const settled = earlier ?? (await this.#publishAndWait(question, aggregate, intent));
    return settled && acceptedOf(settled);
  }

  /**
   * What became of the intent when it was first sent; undefined where it is new.
   *
   * @throws RequestReusedError where its key came with another body; LogUnavailableError
   */
  async earlier(aggregate: Aggregate, intent: Intent): Promise<Settled | undefined> {
    const { projectId, context: lane, id } = aggregate;
    const settled = await inTime(logTimeoutMs, this.#archive.find(aggregate, intent.requestId));
    if (settled) await inTime(logTimeoutMs, this.#publisher.assertSame({ projectId, lane, id }, intent));
    return settled;
  }

  async #publishAndWait<T extends RequestType>(
    { to, type, data }: Question<T>,
    aggregate: Aggregate,
    { requestId, actor, traceparent, fingerprint }: Intent,
  ): Promise<Settled | undefined> {
    if (this.#nc.isClosed()) throw new LogUnavailableError('The connection to the log is closed.');
    const expected = this.#waiters.expect(requestId);
    try {
      const origin = { requestId, correlationId: requestId, causationId: requestId, actor, traceparent, fingerprint };
      await inTime(logTimeoutMs, this.#publisher.publish(to, type, data, origin));
    } catch (error) {
      expected.cancel();
      throw error;
    }
    // A handler that had carried the request out before says nothing again: the log has its answer.
    return (await expected.outcome(outcomeTimeoutMs)) ?? this.#archive.find(aggregate, requestId);
  }
}

/** @throws ProblemError for a refusal. */
export function acceptedOf(settled: Settled): Accepted {
  if (settled.kind === 'rejected') throw problemOf(settled.rejection.code, settled.rejection.detail, gatewayProblems);
  return settled.kind === 'accepted'
    ? { facts: settled.facts, position: settled.position }
    : { facts: [], position: undefined };
}

/** What a question is put to. */
export function aggregateOf({ to, type }: Question<RequestType>): Aggregate {
  return { projectId: to.projectId, context: type.split('.')[1] as Context, id: to.id };
}
