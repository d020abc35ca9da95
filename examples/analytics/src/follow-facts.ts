import { AckPolicy, DeliverPolicy, nanos, NatsError, type Consumer, type JsMsg, type NatsConnection } from 'nats';

export interface FollowOptions {
  /** Name of the durable consumer. One program at a time may use it. */
  readonly durable: string;
  /** Subjects, for example `evt.*.task.*`. */
  readonly filters: readonly string[];
  /** Facts after this position. */
  readonly after: () => number;
  readonly signal: AbortSignal;
  /** Told where reading begins at the end of the log. */
  readonly onNothingNew?: () => void;
  /** After how long the server sends again what was not acknowledged. */
  readonly ackWaitSeconds?: number;
}

/** Why reading began anew. */
class DeliveryGapError extends Error {
  override readonly name = 'DeliveryGapError';
  readonly code = 'delivery_gap';
}

const stream = 'EVENTS';
const consumerNotFound = 10_014;

/**
 * Facts in the order of the log, for ever, without a gap; a fact may come twice. The server numbers its deliveries: where
 * a number is missing, or something comes again, order is lost, and reading begins anew after the reader's own position.
 *
 * Acknowledge a fact when what it changed is saved; that covers all before it. It only tells the server's operators how
 * far this program is. Where reading begins is said by `after`.
 *
 * @throws NatsError where the server refuses for good: no right, no stream; or the connection was closed
 */
export async function* followFacts(nc: NatsConnection, options: FollowOptions): AsyncGenerator<JsMsg> {
  while (!options.signal.aborted) {
    try {
      yield* deliveries(await positioned(nc, options), options.signal);
    } catch (error) {
      if (nc.isClosed() || !mayPass(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, retryPauseMs));
    }
  }
}

const retryPauseMs = 200;

/** A server that is away comes back; a right that is missing does not come by waiting, nor does a stream. */
function mayPass(error: unknown): boolean {
  if (error instanceof DeliveryGapError) return true;
  if (!(error instanceof NatsError) || error.isPermissionError() || error.isAuthError()) return false;
  const { api_error: refusal } = error;
  return refusal === undefined || refusal.code >= 500 || refusal.err_code === consumerNotFound;
}

/** The durable consumer, made anew: where a consumer starts can't be changed. */
async function positioned(nc: NatsConnection, options: FollowOptions): Promise<Consumer> {
  const { consumers } = await nc.jetstreamManager();
  try {
    await consumers.delete(stream, options.durable);
  } catch (error) {
    if (!(error instanceof NatsError) || error.api_error?.err_code !== consumerNotFound) throw error;
  }
  const info = await consumers.add(stream, {
    durable_name: options.durable,
    description: 'examples/analytics: cycle time and throughput',
    filter_subjects: [...options.filters],
    deliver_policy: DeliverPolicy.StartSequence,
    opt_start_seq: options.after() + 1,
    ack_policy: AckPolicy.All,
    ack_wait: nanos((options.ackWaitSeconds ?? 60) * 1000),
    max_ack_pending: 10_000,
  });
  if (info.num_pending === 0) options.onNothingNew?.();
  return nc.jetstream().consumers.get(stream, options.durable);
}

async function* deliveries(consumer: Consumer, signal: AbortSignal): AsyncGenerator<JsMsg> {
  const messages = await consumer.consume({ max_messages: 500, abort_on_missing_resource: true });
  const stop = (): void => messages.stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    if (signal.aborted) return;
    let expected = 1;
    for await (const message of messages) {
      if (signal.aborted) return;
      if (message.info.deliverySequence !== expected) throw new DeliveryGapError('A delivery is missing');
      expected += 1;
      yield message;
    }
  } finally {
    signal.removeEventListener('abort', stop);
    messages.stop();
  }
}
