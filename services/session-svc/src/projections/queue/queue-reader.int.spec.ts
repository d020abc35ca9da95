import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectToNats, ensureStreams } from '@podium/jetstream';
import type { ProjectionRunner } from '@podium/projections';
import { createDataSource } from '@podium/service-kit';
import { freshNats, testDatabase, type FreshNats, type TestDatabase } from '@podium/testing';
import type { NatsConnection } from 'nats';
import type { DataSource } from 'typeorm';
import { OpenTask } from '../dependencies/open-task.ts';
import { TaskDependency } from '../dependencies/task-dependency.ts';
import { ProjectSlots } from '../projects/project-slots.ts';
import { QueuedSession } from './queued-session.ts';
import { QueueReader } from './queue-reader.ts';

let natsServer: FreshNats;
let database: TestDatabase;
let nats: NatsConnection;
let dataSource: DataSource;

beforeAll(async () => {
  [natsServer, database] = await Promise.all([freshNats(), testDatabase()]);
  nats = await connectToNats({ url: natsServer.url, name: 'test' });
  await ensureStreams(nats);
  const entities = [OpenTask, TaskDependency, ProjectSlots, QueuedSession];
  dataSource = await createDataSource({ url: database.url, schema: 'session_svc', entities });
  await dataSource.synchronize();
});
afterAll(async () => {
  await dataSource.destroy();
  await nats.close();
  await Promise.all([natsServer.dispose(), database.drop()]);
});

describe('exclusive work on the queue', () => {
  it('may read, however much of it waits, with a pool of few connections', async () => {
    const projection: Pick<ProjectionRunner, 'waitFor'> = { waitFor: async () => true };
    const queue = new QueueReader(dataSource, [projection as ProjectionRunner], nats);
    let atWork = 0;
    const look = () =>
      queue.exclusively(async () => {
        atWork += 1;
        const most = atWork;
        await dataSource.query('SELECT pg_sleep(0.01)');
        atWork -= 1;
        return most;
      });
    expect(await Promise.all(Array.from({ length: 10 }, look))).toEqual(Array(10).fill(1));
  });

  it('goes on after work that failed', async () => {
    const projection: Pick<ProjectionRunner, 'waitFor'> = { waitFor: async () => true };
    const queue = new QueueReader(dataSource, [projection as ProjectionRunner], nats);
    const failing = queue.exclusively(() => Promise.reject(new Error('broken')));
    const next = queue.exclusively(async (competitors) => competitors);
    await expect(failing).rejects.toThrow('broken');
    expect(await next).toEqual([]);
  });
});
