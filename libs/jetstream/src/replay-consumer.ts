import { RequestStrategy, type ConsumerInfo, type NatsConnection } from 'nats';
import { LogRefusedError, translated } from './errors.ts';
import type { ConsumerControlRequest } from './parked/consumer-control.ts';
import { ackTimeoutMs } from './publish.ts';
import { manager } from './streams.ts';
import { consumerControlSubject } from './subjects.ts';
import { encoded } from './wire.ts';

/** The durable consumers of a stream: those that keep their place when no program runs. @throws LogUnavailableError, LogRefusedError */
export async function durableConsumers(nc: NatsConnection, stream: string): Promise<ConsumerInfo[]> {
  const { consumers } = await manager(nc);
  const found: ConsumerInfo[] = [];
  try {
    for await (const info of consumers.list(stream)) if (info.config.durable_name) found.push(info);
  } catch (error) {
    throw translated(error);
  }
  return found.sort((a, b) => a.name.localeCompare(b.name));
}

export interface ReplayConsumerOptions {
  readonly stream: string;
  readonly consumer: string;
  /** The first message to be delivered again. */
  readonly from: number;
}

/**
 * Lets a durable consumer handle everything from a sequence on once more, also where its programs run. Handlers see the
 * same messages again, so they have to be idempotent, as Podium's are.
 * Source: https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-60.md
 *
 * @returns how many running instances were told.
 * @throws LogUnavailableError, LogRefusedError where there is no such consumer.
 */
export async function replayConsumer(
  nc: NatsConnection,
  { stream, consumer, from }: ReplayConsumerOptions,
): Promise<number> {
  const instances = await forgetHandled(nc, consumer);
  try {
    const api = `$JS.API.CONSUMER.RESET.${stream}.${consumer}`;
    const answer = await nc.request(api, encoded({ seq: from }), { timeout: ackTimeoutMs });
    const { error } = answer.json<{ error?: { code: number; err_code?: number; description?: string } }>();
    if (error) throw new LogRefusedError(error.description ?? 'Refused', error.err_code ?? 0, error.code);
  } catch (error) {
    throw translated(error);
  }
  return instances;
}

/** Instances pass over what they have just handled; they must not pass over a replay. */
async function forgetHandled(nc: NatsConnection, consumer: string): Promise<number> {
  const request: ConsumerControlRequest = { command: 'forget' };
  let instances = 0;
  try {
    const answers = await nc.requestMany(consumerControlSubject(consumer), encoded(request), {
      strategy: RequestStrategy.Timer,
      maxWait: answersWithinMs,
    });
    for await (const answer of answers) if (answer.headers?.code !== 503) instances += 1;
  } catch (cause) {
    const error = translated(cause);
    if (!(cause instanceof Error && 'code' in cause && cause.code === '503')) throw error;
  }
  return instances;
}

const answersWithinMs = 500;
