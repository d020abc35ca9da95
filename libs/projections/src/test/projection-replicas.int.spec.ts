import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '@podium/testing';
import type { DataSource } from 'typeorm';
import { CheckpointMovedError, sqlState } from '../errors.ts';
import { Leader } from '../leader.ts';
import { ProjectionTables } from '../projection-tables.ts';
import { publish } from './facts.ts';
import { cut, harness, logger, schema, type Harness, type Replica } from './harness.ts';
import { manyFacts, plainFold, sortedRows } from './histories.ts';
import { taskProjection } from './task-projection.ts';

// Connections are cut on a busy machine.
jest.setTimeout(300_000);

let test: Harness;

/** What those say whose connection was ended under their hands. */
const connectionCut =
  /^57P01$|Connection terminated|ECONNRESET|EPIPE|not queryable|already released|Driver not Connected/;

beforeEach(async () => {
  test = await harness();
});
afterEach(() => test.dispose());

const stateOf = async (replica: Replica): Promise<string> => (await replica.runner.status()).state;

describe('replicas of a projection', () => {
  it('have one active one; a standby takes over when that dies', async () => {
    const [first, second] = [await test.replica(), await test.replica()];
    await first.runner.start();
    await second.runner.start();
    expect([await stateOf(first), await stateOf(second)]).toEqual(['running', 'standby']);

    const position = await publish(test.nc, manyFacts(50));
    expect(await second.runner.waitFor(position, 20_000)).toBe(true);
    expect((await second.runner.status()).lag).toBe(0);

    await first.kill();
    await eventually(async () => (await stateOf(second)) === 'running');
    const last = await publish(test.nc, manyFacts(50));
    expect(await second.runner.waitFor(last, 20_000)).toBe(true);
  });

  it('hand over at once when the active one stops', async () => {
    const [first, second] = [await test.replica(), await test.replica()];
    await first.runner.start();
    await second.runner.start();
    await first.runner.stop();
    const last = await publish(test.nc, manyFacts(10));
    expect(await second.runner.waitFor(last, 20_000)).toBe(true);
    await second.runner.stop();
    expect(await locksLeft()).toBe(0);
  });

  it('write every fact exactly once while their connections are cut again and again', async () => {
    const log = manyFacts(12_000);
    const replicas = [await test.replica(), await test.replica(), await test.replica()];
    await Promise.all(replicas.map(({ runner }) => runner.start()));
    let leaders = 0;
    const off = replicas.map(({ runner }) => runner.onApplied((facts) => (leaders += facts.length > 0 ? 1 : 0)));

    let published = false;
    const publishing = publish(test.nc, log).then(() => (published = true));
    let kills = 0;
    while (!published || kills < 40 || (leaders < 2 && kills < 400)) {
      const victim = replicas[kills % replicas.length];
      // Every other time only the lock is lost, so that a new active one races with the old one's batch at hand.
      if (kills % 2 === 0 && victim) await cut(victim.dataSource, test.dataSource);
      else await loseLock();
      kills += 1;
      // The longer it takes, the more time there is for one to lead.
      await new Promise((resolve) => setTimeout(resolve, 25 + kills));
    }
    await publishing;
    off.forEach((end) => end());

    expect(await replicas[0]?.runner.waitFor(log.length, 60_000)).toBe(true);
    const [tasks, counts] = plainFold(taskProjection, log);
    expect(await test.rows('project_counts')).toEqual(sortedRows(counts));
    expect(await test.rows('task_rows')).toEqual(sortedRows(tasks));
    expect(leaders).toBeGreaterThan(1);
    const states = await Promise.all(replicas.map(stateOf));
    expect(states.filter((state) => state === 'running').length).toBeLessThanOrEqual(1);
  });

  it('are kept apart by the checkpoint alone where the lock is of no use', async () => {
    const log = manyFacts(6_000);
    const replicas = [await test.replica(), await test.replica()];
    const stop = new AbortController();
    const rivals = replicas.map(({ dataSource }) => leadForEver(dataSource, stop.signal));
    const publishing = publish(test.nc, log);
    for (let kills = 0; kills < 10; kills += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      const victim = replicas[kills % replicas.length];
      if (victim) await cut(victim.dataSource, test.dataSource);
    }
    await publishing;
    await eventually(async () => (await checkpoint()) === log.length, { timeoutSeconds: 60 });
    stop.abort();
    const refusals = await Promise.all(rivals);

    const [tasks, counts] = plainFold(taskProjection, log);
    expect(await test.rows('project_counts')).toEqual(sortedRows(counts));
    expect(await test.rows('task_rows')).toEqual(sortedRows(tasks));
    expect(refusals.reduce((sum, count) => sum + count)).toBeGreaterThan(0);
  });
});

/** Leads without asking for the lock, again after every failure. Returns how often the checkpoint refused it. */
async function leadForEver(dataSource: DataSource, signal: AbortSignal): Promise<number> {
  const { nc } = test;
  const tables = new ProjectionTables(dataSource, schema, taskProjection);
  let refusals = 0;
  while (!signal.aborted) {
    try {
      await new Leader({ nc, tables, projection: taskProjection, logger, signal, onMoved: () => undefined }).lead(
        false,
      );
    } catch (error) {
      if (error instanceof CheckpointMovedError) refusals += 1;
      else expect(sqlState(error) ?? String(error)).toMatch(connectionCut);
    }
  }
  return refusals;
}

async function checkpoint(): Promise<number> {
  const rows = (await test.dataSource.query(`SELECT position FROM ${schema}.projection_checkpoints`)) as {
    position: number;
  }[];
  return rows[0]?.position ?? 0;
}

async function locksLeft(): Promise<number> {
  const [row] = (await test.dataSource.query(
    `SELECT count(*)::int AS count FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  )) as { count: number }[];
  return row?.count ?? -1;
}

/** Ends the connection that holds the projection's lock, and no other. */
async function loseLock(): Promise<void> {
  await test.dataSource.query(
    `SELECT pg_terminate_backend(pid) FROM pg_locks
     WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
       AND ((classid::bigint << 32) | objid::bigint) = hashtextextended($1, 0)`,
    [`podium:${schema}:projection:tasks`],
  );
}
