import type { NatsConnection } from 'nats';
import { connectToNats, type NatsConnectionOptions } from './connection.ts';
import { ensureStreams } from './streams.ts';

export interface LogConnectionOptions extends NatsConnectionOptions {
  /** How many servers of a cluster keep each stream; see {@link ensureStreams}. */
  readonly replicas?: number | undefined;
}

/**
 * Connects to a server that has Podium's streams, and makes them where it has none.
 *
 * @throws LogRefusedError where the cluster has fewer servers than `replicas`; the client's error when none answers.
 */
export async function connectToLog({ replicas, ...options }: LogConnectionOptions): Promise<NatsConnection> {
  const nc = await connectToNats(options);
  try {
    await ensureStreams(nc, { replicas });
    return nc;
  } catch (error) {
    await nc.close();
    throw error;
  }
}
