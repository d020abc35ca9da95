import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually, testDatabase, type TestDatabase } from '@podium/testing';
import { DataSource } from 'typeorm';
import { SessionLocks, type HeldLock } from '../locks.ts';

let database: TestDatabase;
const dataSources: DataSource[] = [];

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(async () => {
  for (const dataSource of dataSources) await dataSource.destroy();
  await database.drop();
});

async function connected(): Promise<DataSource> {
  const dataSource = await new DataSource({ type: 'postgres', url: database.url }).initialize();
  dataSources.push(dataSource);
  return dataSource;
}

it('a lock that is taken in the moment in which the connection of another one breaks can be released', async () => {
  const [ours, theirs] = await Promise.all([connected(), connected()]);
  const locks = SessionLocks.of(ours);
  const first = await locks.tryAcquire('first');
  const second = new Promise<HeldLock | undefined>((resolve, reject) => {
    const take = (): void => {
      locks.tryAcquire('second').then(resolve, reject);
    };
    first?.lost.addEventListener('abort', take, { once: true });
  });
  await theirs.query(
    `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()`,
  );
  const held = await second;
  expect(held?.lost.aborted).toBe(false);
  expect(await SessionLocks.of(theirs).tryAcquire('second')).toBeUndefined();

  // The broken connection has told its end as well by now, or does so while the lock is released.
  await held?.release();
  await eventually(async () => {
    const lock = await SessionLocks.of(theirs).tryAcquire('second');
    await lock?.release();
    return lock !== undefined;
  });
});
