import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { CommandHandler, fact, type Aggregate, type Decider } from '@podium/event-sourcing';
import { TaskStatus } from '@podium/proto';
import { eventually, freshNats, type FreshNats } from '@podium/testing';
import type { NatsConnection } from 'nats';
import {
  backupStreams,
  connectToNats,
  ensureStreams,
  JetStreamEventLog,
  JetStreamSnapshots,
  restoreStreams,
  streamInfo,
  streams,
} from '../index.ts';
import { newAggregate } from './builders.ts';

jest.setTimeout(120_000);

let server: FreshNats;
let nc: NatsConnection;

beforeAll(async () => {
  server = await freshNats();
  nc = await connectToNats({ url: server.url, name: 'snapshots.int' });
  await ensureStreams(nc);
});

afterAll(async () => {
  await nc.close();
  await server.dispose();
});

/** Remembers where a card has been. */
const trail: Decider<ReadonlyMap<string, number>, string> = {
  initialState: new Map(),
  decide: (_, rank) => [
    fact('podium.task.v1.TaskMoved', { taskId: 't', from: TaskStatus.TODO, to: TaskStatus.TODO, rank }),
  ],
  evolve: (state, { type, data, version }) =>
    type === 'podium.task.v1.TaskMoved' ? new Map(state).set(data.rank, version) : state,
};

function handlerOn(connection: NatsConnection, minFacts = 3): CommandHandler<ReadonlyMap<string, number>, string> {
  const snapshots = {
    store: new JetStreamSnapshots(connection),
    rules: 'trail',
    quietSeconds: 0,
    minFacts,
    onFailure: (error: unknown) => {
      throw error;
    },
  };
  return new CommandHandler(new JetStreamEventLog(connection), trail, { source: 'test', snapshots });
}

async function move(aggregate: Aggregate, count: number, handler = handlerOn(nc)): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const id = randomUUID();
    await handler.handle(aggregate, `r${index}`, { id, correlationId: id, actor: 'user:me' });
  }
}

const versionOf = async (aggregate: Aggregate, connection = nc): Promise<number | undefined> =>
  (await new JetStreamSnapshots(connection).read(aggregate))?.version;

describe('snapshots on JetStream', () => {
  it('give the state that all facts give, and there is one per aggregate', async () => {
    const aggregate = newAggregate();
    await move(aggregate, 10);
    await eventually(async () => (await versionOf(aggregate)) === 10);
    await move(aggregate, 2, handlerOn(nc, 1_000));

    const plain = new CommandHandler(new JetStreamEventLog(nc), trail, { source: 'test' });
    const expected = await plain.state(aggregate);
    const loaded = await handlerOn(nc).state(aggregate);
    expect(loaded).toMatchObject({ state: expected.state, position: expected.position, version: 12 });
    await eventually(async () => (await versionOf(aggregate)) === 12);
    expect((await streamInfo(nc, streams.snapshots)).state.num_subjects).toBe(1);
    expect((await streamInfo(nc, streams.snapshots)).state.messages).toBe(1);
  });

  it('of a stream that is gone are not missed', async () => {
    const aggregate = newAggregate();
    await move(aggregate, 5);
    await eventually(async () => (await versionOf(aggregate)) === 5);
    await (await nc.jetstreamManager()).streams.purge(streams.snapshots);
    expect(await handlerOn(nc).state(aggregate)).toMatchObject({ version: 5 });
  });

  it('of before a restore are of no use after it', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'podium-snapshots-'));
    const other = await freshNats();
    const connection = await connectToNats({ url: other.url, name: 'snapshots.restore' });
    try {
      await ensureStreams(connection);
      const aggregate = newAggregate();
      await move(aggregate, 3, handlerOn(connection, 1_000));
      const path = join(directory, 'backup');
      const { streams: backedUp } = await backupStreams(connection, path);
      expect(backedUp.map(({ name }) => name)).not.toContain(streams.snapshots);

      await move(aggregate, 5, handlerOn(connection));
      await eventually(async () => (await versionOf(aggregate, connection)) === 8);
      const late = await new JetStreamSnapshots(connection).read(aggregate);
      await restoreStreams(connection, path, { force: true });
      // By a service that has not heard of the restore.
      await new JetStreamSnapshots(connection).write(aggregate, late!);

      const restarted = await connectToNats({ url: other.url, name: 'snapshots.restarted' });
      expect(await handlerOn(restarted, 1_000).state(aggregate)).toMatchObject({ version: 3 });
      await restarted.close();
    } finally {
      await connection.close();
      await other.dispose();
      await rm(directory, { recursive: true });
    }
  });
});
