import { setTimeout as sleep } from 'node:timers/promises';
import { LogUnavailableError } from '@podium/event-sourcing';
import type { NatsConnection } from 'nats';
import { connectToNats, type NatsConnectionOptions } from './connection.ts';
import { LogRefusedError } from './errors.ts';
import { ensureStreams } from './streams.ts';

export interface LogConnectionOptions extends NatsConnectionOptions {
  /** How many servers of a cluster keep each stream; see {@link ensureStreams}. */
  readonly replicas?: number | undefined;
  /** How long the servers of a cluster may take to find each other, 60 unless told. */
  readonly patienceSeconds?: number | undefined;
}

const pauseMs = 500;

/**
 * Connects to a server that has Podium's streams, and makes them where it has none. A server of a cluster takes
 * connections before it has found the others, whose names a cluster's DNS may deny for half a minute.
 *
 * @throws LogRefusedError where the cluster has fewer servers than `replicas`, or they have not found each other in time;
 * LogUnavailableError where JetStream does not answer; the client's error when no server does.
 */
export async function connectToLog(options: LogConnectionOptions): Promise<NatsConnection> {
  const { replicas, patienceSeconds = 60, ...connection } = options;
  const nc = await connectToNats(connection);
  const deadline = performance.now() + patienceSeconds * 1000;
  try {
    while (!(await hasStreams(nc, replicas, performance.now() < deadline))) await sleep(pauseMs);
    return nc;
  } catch (error) {
    await nc.close();
    throw error;
  }
}

/** False where there may be streams a little later. */
async function hasStreams(nc: NatsConnection, replicas: number | undefined, isPatient: boolean): Promise<boolean> {
  try {
    await ensureStreams(nc, { replicas });
    return true;
  } catch (error) {
    if (isPatient && isPassing(error)) return false;
    throw error;
  }
}

function isPassing(error: unknown): boolean {
  return error instanceof LogUnavailableError || (error instanceof LogRefusedError && error.status === 503);
}
