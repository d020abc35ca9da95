import type { EventEnvelope, MessageTypes, RequestType } from '@podium/proto';
import type { NatsConnection } from 'nats';
import { batchGet } from './batch-get.ts';
import { RequestReusedError } from './errors.ts';
import { publishUntilAcked } from './publish.ts';
import { contextOf, requestEnvelope } from './request-envelope.ts';
import { streams } from './streams.ts';
import { requestSubject, type Lane, type RequestAddress } from './subjects.ts';
import { encoded, headersOf } from './wire.ts';

/** Header that says in short what was asked. */
const fingerprintHeader = 'Podium-Fingerprint';

/** What a request is about. `lane` is the context that the request's type belongs to, unless said otherwise. */
export interface RequestTarget {
  readonly projectId: string;
  /** Identifier of the aggregate. */
  readonly id: string;
  readonly lane?: Lane;
}

/** Who asks, and why. */
export interface RequestOrigin {
  /** Two publishes with the same id are one request. */
  readonly requestId: string;
  readonly correlationId: string;
  /** The request or fact that leads to this one; its own id for a person's request. */
  readonly causationId: string;
  /** `user:<id>` or `service:<name>`. */
  readonly actor: string;
  readonly traceparent?: string | undefined;
  /** What was asked, in short: a request of the same id that asks for something else is refused. */
  readonly fingerprint?: string | undefined;
}

/** Writes requests into the stream REQUESTS. */
export class RequestPublisher {
  readonly #nc: NatsConnection;
  readonly #source: string;

  /** @param options.source name of the service, for the envelope's `source`. */
  constructor(nc: NatsConnection, options: { readonly source: string }) {
    this.#nc = nc;
    this.#source = options.source;
  }

  /**
   * Returns when the stream holds the request. Repeats by itself after a lost acknowledgement.
   *
   * @throws ContractError for data that does not fit; InvalidSubjectError for an impossible id; RequestReusedError where
   * the stream has a request of that id with another fingerprint; LogUnavailableError when nothing was acknowledged: the
   * request may or may not have been written.
   */
  async publish<T extends RequestType>(
    to: RequestTarget,
    type: T,
    data: MessageTypes[T],
    from: RequestOrigin,
  ): Promise<EventEnvelope<T>> {
    const request = requestEnvelope(this.#source, to, { type, data }, from);
    const address = { ...to, lane: to.lane ?? contextOf(type) };
    const headers = headersOf(request);
    if (from.fingerprint !== undefined) headers.set(fingerprintHeader, from.fingerprint);
    const ack = await publishUntilAcked(this.#nc, {
      subject: requestSubject(address),
      payload: encoded(request),
      headers,
    });
    if (ack.duplicate) await this.assertSame(address, from);
    return request;
  }

  /**
   * Whether an earlier request of that id, as far back as requests are kept, asked for the same.
   *
   * @throws RequestReusedError where it did not; LogUnavailableError
   */
  async assertSame(
    to: RequestAddress,
    { requestId, fingerprint }: Pick<RequestOrigin, 'requestId' | 'fingerprint'>,
  ): Promise<void> {
    if (fingerprint === undefined) return;
    const messages = await batchGet(this.#nc, { stream: streams.requests, subject: requestSubject(to), after: 0 });
    const earlier = messages.find((message) => message.header('Nats-Msg-Id') === requestId);
    const known = earlier?.header(fingerprintHeader);
    if (known && known !== fingerprint) {
      throw new RequestReusedError('A request with this Idempotency-Key asked for something else. Use a new key.');
    }
  }
}
