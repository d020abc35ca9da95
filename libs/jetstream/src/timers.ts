import type { MessageTypes, RequestType } from '@podium/proto';
import type { NatsConnection } from 'nats';
import { publishUntilAcked } from './publish.ts';
import { contextOf, requestEnvelope } from './request-envelope.ts';
import type { RequestOrigin, RequestTarget } from './request-publisher.ts';
import { dueSubject, timerSubject } from './subjects.ts';
import { encoded, headersOf } from './wire.ts';

/** When a timer goes off, and which of its aggregate's timers it is. */
export interface TimerSetting {
  /** Names the timer within its aggregate: lower-case letters, digits and hyphens. Setting it anew replaces it. */
  readonly name: string;
  /** RFC 3339. What is past goes off at once. */
  readonly dueAt: string;
}

/**
 * Requests that are made at a time, whatever happens until then: timers are messages of the stream TIMERS, kept and
 * made due by the server. They go off at least once, a few milliseconds late, or when the server is back after it was
 * away. See OnTimer for those who get them.
 *
 * A timer is a help, not the truth: it may be lost with a power cut or a restored backup. Who depends on one looks, at
 * start and now and then, for what is due.
 */
export class Timers {
  readonly #nc: NatsConnection;
  readonly #source: string;

  /** @param options.source name of the service, for the envelope's `source`. */
  constructor(nc: NatsConnection, options: { readonly source: string }) {
    this.#nc = nc;
    this.#source = options.source;
  }

  /**
   * Returns when the stream holds the timer.
   *
   * @throws ContractError for data that does not fit; InvalidSubjectError for an impossible id or name;
   * LogUnavailableError when nothing was acknowledged: the timer may or may not have been set.
   */
  async set<T extends RequestType>(
    to: Omit<RequestTarget, 'lane'>,
    { name, dueAt }: TimerSetting,
    request: { readonly type: T; readonly data: MessageTypes[T] },
    from: RequestOrigin,
  ): Promise<void> {
    const envelope = requestEnvelope(this.#source, to, request, from);
    const timer = { context: contextOf(request.type), id: to.id, name };
    const headers = headersOf(envelope);
    // Source: https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-51.md
    headers.set('Nats-Schedule', `@at ${new Date(dueAt).toISOString()}`);
    headers.set('Nats-Schedule-Target', dueSubject(timer));
    await publishUntilAcked(this.#nc, { subject: timerSubject(timer), payload: encoded(envelope), headers });
  }
}
