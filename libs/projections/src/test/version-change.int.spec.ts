import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EventEnvelope, FactType } from '@podium/proto';
import { eventually } from '@podium/testing';
import { ProjectionRunner } from '../projection-runner.ts';
import type { Projection } from '../projection.ts';
import { publish } from './facts.ts';
import { harness, logger, schema, type Harness } from './harness.ts';
import { manyFacts, plainFold, sortedRows } from './histories.ts';
import { observed } from './mortal.ts';
import { countFold, taskFold, taskProjection } from './task-projection.ts';

let test: Harness;

beforeEach(async () => {
  test = await harness();
});
afterEach(() => test.dispose());

/** The next version shouts all titles. */
const shouting: Projection = {
  ...taskProjection,
  version: 2,
  tables: [
    {
      ...taskFold,
      fold: (...[row, fact]: Parameters<typeof taskFold.fold>) => {
        const folded = taskFold.fold(row, fact);
        return folded && { ...folded, title: folded.title.toUpperCase() };
      },
    },
    countFold,
  ],
};

async function expectPlainFold(projection: Projection, log: readonly EventEnvelope<FactType>[]): Promise<void> {
  const [tasks, counts] = plainFold(projection, log);
  expect(await test.rows('task_rows')).toEqual(sortedRows(tasks));
  expect(await test.rows('project_counts')).toEqual(sortedRows(counts));
}

const countTasks = async (): Promise<number> => (await test.rows('task_rows')).length;

describe('a new version of a projection', () => {
  it('is built beside tables that an older replica goes on serving, and then takes over from it', async () => {
    const log = manyFacts(6_000);
    const old = await test.replica();
    await old.runner.start();
    await old.runner.waitFor(await publish(test.nc, log), 20_000);

    let building = 0;
    let fewest = Infinity;
    const counted = observed(shouting, () => (building += 1));
    let servedMeanwhile = 0;
    old.runner.onApplied((facts) => (servedMeanwhile += building > 0 ? facts.length : 0));
    const next = await test.replica(counted);
    const started = next.runner.start();
    const more: EventEnvelope<FactType>[] = [];
    while (!(await test.rows('projection_checkpoints')).some(({ version }) => version === 2)) {
      const batch = manyFacts(20);
      more.push(...batch);
      await publish(test.nc, batch);
      fewest = Math.min(fewest, await countTasks());
    }
    await started;
    await eventually(async () => (await next.runner.status()).state === 'running');
    await eventually(async () => (await old.runner.status()).state === 'standby');
    const all = [...log, ...more, ...manyFacts(100)];
    await publish(test.nc, all.slice(-100));
    expect(await next.runner.waitFor(all.length, 20_000)).toBe(true);
    await expectPlainFold(shouting, all);
    expect(fewest).toBe(300);
    expect(servedMeanwhile).toBeGreaterThan(0);
    expect(await test.shadows()).toEqual([]);
  });

  it('is built beside the tables of the last run, which can be read meanwhile', async () => {
    const log = manyFacts(3_000);
    const first = test.runner();
    await first.start();
    await first.waitFor(await publish(test.nc, log), 20_000);
    await first.stop();
    const more = manyFacts(500);
    await publish(test.nc, more);
    let fewest = Infinity;
    const runner = test.runner(shouting);
    // Known to be readable at once: it resolves long before the new tables are there.
    await runner.start();
    while ((await runner.status()).state !== 'running') fewest = Math.min(fewest, await countTasks());
    expect(await runner.waitFor(log.length + more.length, 20_000)).toBe(true);
    await expectPlainFold(shouting, [...log, ...more]);
    expect(fewest).toBe(300);
  });

  it('makes the tables anew where those that are there lack a column', async () => {
    const log = manyFacts(600);
    const first = test.runner();
    await first.start();
    await first.waitFor(await publish(test.nc, log), 20_000);
    await first.stop();
    await test.dataSource.query(`ALTER TABLE ${schema}.task_rows DROP COLUMN title`);
    const runner = test.runner(shouting);
    await runner.start();
    expect((await runner.status()).state).toBe('running');
    expect(await runner.waitFor(log.length, 20_000)).toBe(true);
    await expectPlainFold(shouting, log);
  });

  it('that was taken back gives way to the older one after a while', async () => {
    const log = manyFacts(900);
    const newer = test.runner(shouting);
    await newer.start();
    await newer.waitFor(await publish(test.nc, log), 20_000);
    await newer.stop();
    const { nc, dataSource } = test;
    const options = { nc, dataSource, schema, projection: taskProjection, logger };
    const older = new ProjectionRunner({ ...options, rollbackAfterSeconds: 3 });
    try {
      await older.start();
      expect(await older.status()).toMatchObject({ state: 'standby', error: expect.stringContaining('newer than 1') });
      expect(await countTasks()).toBe(300);
      expect(await older.waitFor(log.length, 20_000)).toBe(true);
      await expectPlainFold(taskProjection, log);
    } finally {
      await older.stop();
    }
  });
});
