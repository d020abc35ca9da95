import { AckPolicy, DeliverPolicy, nanos, ReplayPolicy, type ConsumerConfig, type NatsConnection } from 'nats';
import { LogRefusedError, translated } from '../errors.ts';
import { ackTimeoutMs } from '../publish.ts';
import { encoded } from '../wire.ts';

/** What the server has to know of a durable consumer. */
export interface DurableConfig {
  readonly name: string;
  readonly stream: string;
  readonly filters: readonly string[];
  readonly ackWaitSeconds: number;
  /** Over all instances. */
  readonly maxUnacknowledged: number;
  /** Whether one instance at a time gets the messages, and the others stand by. */
  readonly exclusive: boolean;
}

/** The one priority group of an exclusive consumer. */
export const activeGroup = 'active';

/** How long a silent active instance keeps the others waiting. It asks much more often than that. */
const takeOverAfterMs = 3_000;

/** Source: https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-42.md */
interface PrioritySettings {
  readonly priority_policy: 'pinned_client';
  readonly priority_groups: string[];
  readonly priority_timeout: number;
}

/** Creates the consumer, or changes it to these settings. */
export async function ensureDurable(nc: NatsConnection, durable: DurableConfig): Promise<void> {
  const exclusive: PrioritySettings = {
    priority_policy: 'pinned_client',
    priority_groups: [activeGroup],
    priority_timeout: nanos(takeOverAfterMs),
  };
  const config: ConsumerConfig & Partial<PrioritySettings> = {
    name: durable.name,
    durable_name: durable.name,
    ack_policy: AckPolicy.Explicit,
    deliver_policy: DeliverPolicy.All,
    replay_policy: ReplayPolicy.Instant,
    filter_subjects: [...durable.filters],
    ack_wait: nanos(durable.ackWaitSeconds * 1_000),
    max_ack_pending: durable.maxUnacknowledged,
    // Parking is done by the transport, with the reason; a limit here would drop messages without a word.
    max_deliver: -1,
    ...(durable.exclusive ? exclusive : {}),
  };
  // Raw: the client's function refuses to change a consumer that is there.
  await ask(nc, `$JS.API.CONSUMER.CREATE.${durable.stream}.${durable.name}`, { stream_name: durable.stream, config });
}

/**
 * Everything that was not acknowledged comes again, in order and before anything newer, whoever held it.
 * Source: https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-60.md
 */
export async function rewindToAckFloor(nc: NatsConnection, { stream, name }: DurableConfig): Promise<void> {
  await ask(nc, `$JS.API.CONSUMER.RESET.${stream}.${name}`, {});
}

/** Lets an instance that stands by take over at once. */
export async function standDown(nc: NatsConnection, { stream, name }: DurableConfig): Promise<void> {
  await ask(nc, `$JS.API.CONSUMER.UNPIN.${stream}.${name}`, { group: activeGroup });
}

async function ask(nc: NatsConnection, api: string, body: object): Promise<void> {
  try {
    const answer = await nc.request(api, encoded(body), { timeout: ackTimeoutMs });
    const { error } = answer.json<{ error?: { code: number; err_code?: number; description?: string } }>();
    if (error) throw new LogRefusedError(error.description ?? 'Refused', error.err_code ?? 0, error.code);
  } catch (error) {
    throw translated(error);
  }
}
