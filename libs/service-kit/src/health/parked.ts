import { ParkedMessages } from '@podium/jetstream';
import type { NatsConnection } from 'nats';

/** Consumers of a service that have parked messages, with how many. */
export async function parkedOf(service: string, nats: NatsConnection): Promise<ReadonlyMap<string, number>> {
  const prefix = `${service}.`;
  const counts = await new ParkedMessages(nats).counts();
  return new Map(
    [...counts]
      .filter(([consumer]) => consumer.startsWith(prefix))
      .map(([consumer, count]) => [consumer.slice(prefix.length), count]),
  );
}
