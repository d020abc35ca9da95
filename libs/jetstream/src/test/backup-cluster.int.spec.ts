import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { freshNatsCluster, type FreshNatsCluster } from '@podium/testing';
import { AckPolicy, type NatsConnection } from 'nats';
import { backupStreams, connectToLog, durableConsumers, restoreStreams, streamInfo, streams } from '../index.ts';
import { moveTask } from './application.ts';
import { newAggregate } from './builders.ts';

jest.setTimeout(180_000);

/** As many as Podium's services have: they come back one after the other. */
const consumers = Array.from({ length: 20 }, (_, index) => `consumer-${index}`);

let directory: string;
let cluster: FreshNatsCluster;
let nc: NatsConnection;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'podium-test-backup-'));
  cluster = await freshNatsCluster();
  nc = await connectToLog({ url: cluster.url, name: 'backup-cluster.int', replicas: 3 });
});

afterEach(async () => {
  await nc.close();
  await cluster.dispose();
  rmSync(directory, { recursive: true });
});

it('a backup is restored into a cluster, whose consumers take a while to find their leaders', async () => {
  const file = join(directory, 'podium.tar');
  const api = (await nc.jetstreamManager()).consumers;
  for (const name of consumers) {
    await api.add(streams.events, { durable_name: name, ack_policy: AckPolicy.Explicit });
  }
  await moveTask(nc, newAggregate(), 'a', 'b', 'c');
  const before = await streamInfo(nc, streams.events);
  await backupStreams(nc, file);
  await restoreStreams(nc, file, { force: true });
  const after = await streamInfo(nc, streams.events);
  expect(after.state.messages).toBe(before.state.messages);
  expect(after.config.num_replicas).toBe(3);
  expect((await durableConsumers(nc, streams.events)).map(({ name }) => name)).toEqual([...consumers].sort());
});
