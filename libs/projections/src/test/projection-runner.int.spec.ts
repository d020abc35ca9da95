import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@podium/testing';
import type { RecordedFact } from '@podium/proto';
import { publish, taskFact } from './facts.ts';
import { harness, schema, type Harness } from './harness.ts';
import { plainFold, sortedRows } from './histories.ts';
import { countFold, taskFold, taskProjection } from './task-projection.ts';

let test: Harness;

beforeEach(async () => {
  test = await harness();
});
afterEach(() => test.dispose());

const lives = [
  taskFact('task-1', { kind: 'created', title: 'One' }),
  taskFact('task-2', { kind: 'created', title: 'Two' }),
  taskFact('task-1', { kind: 'moved', rank: 'c0' }),
  taskFact('task-1', { kind: 'failed' }),
  taskFact('task-2', { kind: 'deleted' }),
  taskFact('task-3', { kind: 'foreign' }),
  taskFact('task-3', { kind: 'foreign' }),
];

async function expectPlainFold(log: typeof lives, projection = taskProjection): Promise<void> {
  const [tasks, counts] = plainFold(projection, log);
  expect(await test.rows('task_rows')).toEqual(sortedRows(tasks));
  expect(await test.rows('project_counts')).toEqual(sortedRows(counts));
}

describe('a projection', () => {
  it('holds what is in the log and follows it live, also past facts of other contexts', async () => {
    const last = await publish(test.nc, lives);
    const runner = test.runner();
    await runner.start();
    expect(await runner.waitFor(last, 20_000)).toBe(true);
    await expectPlainFold(lives);
    expect(await runner.status()).toEqual({ position: last, head: last, lag: 0, state: 'running' });

    const more = [taskFact('task-1', { kind: 'edited', title: 'Uno' }), taskFact('pod', { kind: 'foreign' })];
    const next = await publish(test.nc, more);
    expect(await runner.waitFor(next, 20_000)).toBe(true);
    await expectPlainFold([...lives, ...more]);
    expect(await runner.waitFor(next + 1, 50)).toBe(false);
  });

  it('tells after each commit which facts are in the tables', async () => {
    await publish(test.nc, lives.slice(0, 3));
    const runner = test.runner();
    const seen: RecordedFact[] = [];
    let visible = true;
    const off = runner.onApplied((facts) => {
      seen.push(...facts);
      throw new Error('a careless listener');
    });
    runner.onApplied((_facts, position) => (visible &&= position <= 7));
    await runner.start();
    await runner.waitFor(3, 20_000);
    await runner.waitFor(await publish(test.nc, lives.slice(3)), 20_000);
    expect(seen.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5]);
    expect(visible).toBe(true);
    off();
    await runner.waitFor(await publish(test.nc, lives.slice(0, 1)), 20_000);
    expect(seen).toHaveLength(5);
  });

  it('goes on from its checkpoint', async () => {
    await publish(test.nc, lives);
    const first = test.runner();
    await first.start();
    await first.waitFor(7, 20_000);
    await first.stop();
    expect((await first.status()).state).toBe('stopped');

    const more = [taskFact('task-1', { kind: 'edited' })];
    const last = await publish(test.nc, more);
    const second = test.runner();
    const seen: RecordedFact[] = [];
    second.onApplied((facts) => seen.push(...facts));
    await second.start();
    expect(await second.waitFor(last, 20_000)).toBe(true);
    expect(seen.map(({ position }) => position)).toEqual([8]);
    await expectPlainFold([...lives, ...more]);
  });

  it('goes on after the log was killed and is back', async () => {
    const last = await publish(test.nc, lives.slice(0, 3));
    const runner = test.runner();
    await runner.start();
    await runner.waitFor(last, 20_000);
    await test.nats.kill();
    await test.nats.start();
    await eventually(async () => (await test.nc.rtt()) > 0);
    const next = await publish(test.nc, lives.slice(3));
    expect(await runner.waitFor(next, 20_000)).toBe(true);
    await expectPlainFold(lives);
  });

  it.each([
    ['a table', `DROP TABLE ${schema}.task_rows`],
    ['all tables', `DROP TABLE ${schema}.task_rows, ${schema}.project_counts, ${schema}.projection_checkpoints`],
    ['the schema', `DROP SCHEMA ${schema} CASCADE`],
    ['a column', `ALTER TABLE ${schema}.task_rows DROP COLUMN title`],
  ])('comes back identical after %s was dropped while it runs', async (_what, statement) => {
    const last = await publish(test.nc, lives);
    const runner = test.runner();
    await runner.start();
    await runner.waitFor(last, 20_000);
    const before = [await test.rows('task_rows'), await test.rows('project_counts')];
    await test.dataSource.query(statement);
    // A lost column shows only when a fact comes; lost tables come back without one.
    if (statement.startsWith('ALTER'))
      await publish(test.nc, [taskFact('task-1', { kind: 'created', title: 'again' })]);
    await eventually(async () => {
      expect(await test.rows('task_rows')).not.toEqual([]);
      expect((await runner.status()).lag).toBe(0);
      expect(await test.rows('task_rows')).toHaveProperty('0.title');
      return true;
    });
    if (statement.startsWith('ALTER')) return;
    expect([await test.rows('task_rows'), await test.rows('project_counts')]).toEqual(before);
  });

  it('is folded anew in another version', async () => {
    const last = await publish(test.nc, lives);
    const first = test.runner();
    await first.start();
    await first.waitFor(last, 20_000);
    await first.stop();

    const shouting = {
      ...taskFold,
      fold: (...[row, fact]: Parameters<typeof taskFold.fold>) => shout(taskFold.fold(row, fact)),
    };
    const projection = { ...taskProjection, version: 2, tables: [shouting, countFold] };
    const second = test.runner(projection);
    await second.start();
    expect(await second.waitFor(last, 20_000)).toBe(true);
    await expectPlainFold(lives, projection);
    expect(await test.rows('task_rows')).toMatchObject([{ title: 'ONE' }]);
  });

  it('stops at a fact that it can not fold, says which, and lets the others go on', async () => {
    const poison = taskFact('task-1', { kind: 'edited', title: 'poison' });
    const last = await publish(test.nc, [...lives.slice(0, 3), poison, ...lives.slice(3)]);
    const squeamish = {
      ...taskFold,
      fold: (...[row, fact]: Parameters<typeof taskFold.fold>) => {
        if (fact.id === poison.id) throw new Error('I can not');
        return taskFold.fold(row, fact);
      },
    };
    const broken = test.runner({ ...taskProjection, name: 'broken', tables: [squeamish] });
    const healthy = test.runner({ ...taskProjection, name: 'healthy', tables: [countFold] });
    await Promise.all([broken.start(), healthy.start()]);
    expect(await healthy.waitFor(last, 20_000)).toBe(true);
    const status = await eventually(async () => {
      const now = await broken.status();
      return now.state === 'failed' && now;
    });
    expect(status.position).toBe(3);
    expect(status.error).toContain(`podium.task.v1.TaskEdited ${poison.id} at position 4: I can not`);
    expect(await test.rows('task_rows')).toMatchObject([{ id: 'task-1', rank: 'c0' }, { id: 'task-2' }]);
    expect(await broken.waitFor(4, 100)).toBe(false);
    expect((await healthy.status()).state).toBe('running');
  });

  it('stops at a value that PostgreSQL refuses, and names the fact', async () => {
    const facts = [
      taskFact('task-1', { kind: 'created' }),
      taskFact('task-2', { kind: 'created' }),
      taskFact('task-2', { kind: 'edited' }),
      taskFact('task-3', { kind: 'created' }),
    ];
    await publish(test.nc, facts);
    const huge = {
      ...taskFold,
      fold: (...[row, fact]: Parameters<typeof taskFold.fold>) => {
        const folded = taskFold.fold(row, fact);
        return folded && fact.id === facts[2]?.id ? { ...folded, edits: 2 ** 40 } : folded;
      },
    };
    const runner = test.runner({ ...taskProjection, tables: [huge] });
    await runner.start();
    const status = await eventually(async () => {
      const now = await runner.status();
      return now.state === 'failed' && now;
    });
    expect(status).toMatchObject({ position: 2, error: expect.stringContaining(`${facts[2]?.id} at position 3`) });
    expect(await test.rows('task_rows')).toHaveLength(2);
  });
});

function shout<Row extends { title: string }>(row: Row | null): Row | null {
  return row && { ...row, title: row.title.toUpperCase() };
}
