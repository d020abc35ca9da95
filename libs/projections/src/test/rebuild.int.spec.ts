import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { EventEnvelope, FactType } from '@podium/proto';
import { eventually } from '@podium/testing';
import type { OperationProgress } from '../operations.ts';
import { rebuild } from '../rebuild/rebuild.ts';
import { Workshop } from '../rebuild/workshop.ts';
import { publish, taskFact } from './facts.ts';
import { harness, logger, schema, type Harness } from './harness.ts';
import { manyFacts, plainFold, sortedRows } from './histories.ts';
import { dying, observed } from './mortal.ts';
import { ProjectCountRow, TaskRow, taskProjection } from './task-projection.ts';

// A swap waits for readers who never pause, on a busy machine.
jest.setTimeout(240_000);

let test: Harness;

beforeEach(async () => {
  test = await harness();
});
afterEach(() => test.dispose());

type Log = readonly EventEnvelope<FactType>[];

async function expectPlainFold(log: Log): Promise<void> {
  const [tasks, counts] = plainFold(taskProjection, log);
  expect(await test.rows('task_rows')).toEqual(sortedRows(tasks));
  expect(await test.rows('project_counts')).toEqual(sortedRows(counts));
}

/** Tells old tables from new ones: they are other objects, whatever they are called. */
async function tableId(): Promise<number> {
  const [row] = (await test.dataSource.query(`SELECT '${schema}.task_rows'::regclass::oid::int AS id`)) as {
    id: number;
  }[];
  return row?.id ?? 0;
}

interface Sight {
  readonly position: number;
  readonly facts: number;
}

/** Reads again and again as the services do. What it saw: fewest rows, and sums with the position they claim to be of. */
function readOnAndOn(): { end(): Promise<{ fewest: number; sights: readonly Sight[] }> } {
  let [fewest, ended] = [Infinity, false];
  const sights: Sight[] = [];
  const repository = test.dataSource.getRepository(TaskRow);
  const reading = (async () => {
    while (!ended) {
      fewest = Math.min(fewest, await repository.count());
      const [row] = (await test.dataSource.query(
        `SELECT (SELECT position FROM projection_checkpoints) AS position, (SELECT sum(facts)::int FROM project_counts) AS facts`,
      )) as Sight[];
      if (row) sights.push(row);
    }
  })();
  return {
    async end() {
      ended = true;
      await reading;
      return { fewest, sights };
    },
  };
}

const isOfTask = (fact: EventEnvelope<FactType>): boolean => fact.type.startsWith('podium.task.');

describe('a rebuild', () => {
  it('under live writes ends in the plain fold, and readers never see fewer rows', async () => {
    // All 300 tasks exist from here on; what follows neither makes nor deletes any.
    const log = manyFacts(9_000);
    const runner = test.runner();
    await runner.start();
    await runner.waitFor(await publish(test.nc, log), 20_000);
    const seen: number[] = [];
    runner.onApplied((facts) => seen.push(...facts.map(({ position }) => position)));
    const reader = readOnAndOn();
    let rebuilt = false;
    const more: EventEnvelope<FactType>[] = [];
    const writing = (async () => {
      while (!rebuilt) {
        const batch = manyFacts(40);
        more.push(...batch);
        await publish(test.nc, batch);
      }
    })();
    const before = await tableId();
    const progress: OperationProgress[] = [];
    const result = await runner.rebuild({ onProgress: (now) => progress.push(now) });
    rebuilt = true;
    await writing;
    const after = [...log, ...more];
    expect(await runner.waitFor(after.length, 20_000)).toBe(true);
    const { fewest, sights } = await reader.end();

    await expectPlainFold(after);
    expect(fewest).toBe(300);
    expect(sights.length).toBeGreaterThan(5);
    const positions = sights.map(({ position }) => position);
    expect(positions).toEqual(positions.toSorted((left, right) => left - right));
    const factsUpTo = new Map([[0, 0]]);
    after.forEach((fact, index) => factsUpTo.set(index + 1, (factsUpTo.get(index) ?? 0) + (isOfTask(fact) ? 1 : 0)));
    expect(sights).toEqual(positions.map((position) => ({ position, facts: factsUpTo.get(position) })));
    expect(await tableId()).not.toBe(before);
    // The live writer went over the swap without gap or repeat.
    const concerned = after.flatMap((fact, index) => (isOfTask(fact) ? [index + 1] : []));
    expect(seen).toEqual(concerned.filter((position) => position > log.length));
    expect(result).toMatchObject({
      version: 1,
      tables: [{ table: 'task_rows', rows: 300 }, { table: 'project_counts' }],
    });
    expect(result.position).toBeGreaterThanOrEqual(log.length);
    expect(progress[0]).toMatchObject({ phase: 'reading', done: 0 });
    expect(progress.at(-1)).toMatchObject({ phase: 'swapping', secondsLeft: 0 });
    expect(await test.shadows()).toEqual([]);
  });

  it('whose log is killed under it leaves the tables as they are or as they are to be, and can be made again', async () => {
    const log = manyFacts(9_000);
    const runner = test.runner();
    await runner.start();
    await runner.waitFor(await publish(test.nc, log), 20_000);
    let kills = 0;
    let killing: Promise<void> = Promise.resolve();
    const onProgress = ({ done }: OperationProgress): void => {
      if (done === 0 || kills > 0) return;
      kills += 1;
      killing = test.nats.kill().then(() => test.nats.start());
    };
    const { nc, dataSource } = test;
    const workshop = new Workshop({ nc, dataSource, schema, projection: taskProjection, logger, maxRowsInMemory: 20 });
    const [end] = await Promise.allSettled([
      rebuild(workshop, { isAlone: false, replaces: () => true }, { onProgress }),
    ]);
    await killing;
    expect(kills).toBe(1);
    if (end.status === 'rejected') expect(end.reason).toBeInstanceOf(Error);
    await eventually(async () => (await test.nc.rtt()) > 0);
    await expectPlainFold(log);
    expect(await test.shadows()).toEqual([]);

    const more = manyFacts(300);
    expect(await runner.waitFor(await publish(test.nc, more), 20_000)).toBe(true);
    await runner.rebuild();
    await expectPlainFold([...log, ...more]);
  });

  it('gives the same where memory holds only a few of the rows', async () => {
    const log = manyFacts(6_000);
    await publish(test.nc, log);
    const { nc, dataSource } = test;
    const workshop = new Workshop({ nc, dataSource, schema, projection: taskProjection, logger, maxRowsInMemory: 20 });
    await rebuild(workshop, { isAlone: true, replaces: () => true }, {});
    await expectPlainFold(log);
  });

  it('keeps the replaced tables until the next one, or drops them', async () => {
    const log = manyFacts(600);
    const runner = test.runner();
    await runner.start();
    await runner.waitFor(await publish(test.nc, log), 20_000);
    await test.dataSource.query(`UPDATE ${schema}.task_rows SET title = 'by hand'`);
    await runner.rebuild();
    await expectPlainFold(log);
    const kept = `SELECT count(*)::int AS rows FROM ${schema}__previous.task_rows WHERE title = 'by hand'`;
    expect(await test.dataSource.query(kept)).toEqual([{ rows: 300 }]);
    expect(
      await test.dataSource.query(`SELECT version, position FROM ${schema}__previous.projection_checkpoints`),
    ).toEqual([{ version: 1, position: 600 }]);
    await runner.rebuild();
    expect(await test.dataSource.query(kept)).toEqual([{ rows: 0 }]);
    await runner.rebuild({ dropPrevious: true });
    await expect(test.dataSource.query(kept)).rejects.toThrow('does not exist');
    const indices = await test.dataSource.query('SELECT indexdef FROM pg_indexes WHERE schemaname = $1', [schema]);
    expect(JSON.stringify(indices)).toContain('(project_id, rank)');
    await expectPlainFold(log);
  });

  it.each([
    ['a fold throws', 2_000, undefined],
    ['it is cancelled while it reads', Infinity, 'reading'],
    ['it is cancelled before the swap', Infinity, 'swapping'],
  ])('that ends because %s leaves the live tables alone and nothing behind', async (_why, folds, phase) => {
    const log = manyFacts(3_000);
    const runner = test.runner();
    await runner.start();
    await runner.waitFor(await publish(test.nc, log), 20_000);
    const before = await tableId();
    const { nc, dataSource } = test;
    const workshop = new Workshop({ nc, dataSource, schema, projection: dying(taskProjection, folds), logger });
    const cancel = new AbortController();
    const rebuilding = rebuild(
      workshop,
      { isAlone: false, replaces: () => true },
      { signal: cancel.signal, onProgress: (now) => now.phase === phase && cancel.abort() },
    );
    await expect(rebuilding).rejects.toMatchObject({ code: phase ? 'cancelled' : 'projection_fold_failed' });
    expect(await tableId()).toBe(before);
    expect(await test.shadows()).toEqual([]);
    const more = manyFacts(50);
    await runner.waitFor(await publish(test.nc, more), 20_000);
    await expectPlainFold([...log, ...more]);
    expect((await runner.status()).state).toBe('running');
  });

  it('gives way to long transactions of readers, which see one state, and swaps after them', async () => {
    const log = manyFacts(600);
    const runner = test.runner();
    await runner.start();
    await runner.waitFor(await publish(test.nc, log), 20_000);
    const before = await tableId();
    const reader = await test.replica();
    let rebuilding: Promise<unknown> | undefined;
    await reader.dataSource.transaction('REPEATABLE READ', async (manager) => {
      const [row] = (await manager.query('SELECT position FROM projection_checkpoints')) as { position: number }[];
      let swapping = false;
      rebuilding = runner.rebuild({ onProgress: ({ phase }) => (swapping ||= phase === 'swapping') });
      await eventually(() => swapping);
      await publish(test.nc, manyFacts(100));
      const counts = await manager.find(ProjectCountRow);
      const facts = log.slice(0, row?.position).filter(isOfTask).length;
      expect(counts.reduce((sum, count) => sum + count.facts, 0)).toBe(facts);
      expect(await tableId()).toBe(before);
    });
    await rebuilding;
    expect(await tableId()).not.toBe(before);
  });

  it('is one at a time, for the active replica alone', async () => {
    await publish(test.nc, manyFacts(2_000));
    const [first, second] = [await test.replica(), await test.replica()];
    await first.runner.start();
    await second.runner.start();
    await first.runner.waitFor(2_000, 20_000);
    await expect(second.runner.rebuild()).rejects.toMatchObject({ code: 'not_active' });
    const both = await Promise.allSettled([first.runner.rebuild(), first.runner.verify()]);
    expect(both).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: { code: 'operation_running' } },
    ]);
  });

  it('cures a projection that failed on rows which somebody spoilt', async () => {
    const log = manyFacts(900);
    const spoilt = observed(taskProjection, () => undefined);
    const [tasks, ...others] = spoilt.tables;
    const strict = {
      ...spoilt,
      tables: [
        {
          ...tasks,
          fold: (row: TaskRow | null, fact: Parameters<NonNullable<typeof tasks>['fold']>[1]) => {
            if (row?.title === 'spoilt') throw new Error('what is this?');
            return tasks?.fold(row, fact) ?? null;
          },
        },
        ...others,
      ] as typeof spoilt.tables,
    };
    const runner = test.runner(strict);
    await runner.start();
    await runner.waitFor(await publish(test.nc, log), 20_000);
    await test.dataSource.query(`UPDATE ${schema}.task_rows SET title = 'spoilt'`);
    const more = [taskFact('task-1', { kind: 'edited' }, 'project-1')];
    const last = await publish(test.nc, more);
    await eventually(async () => (await runner.status()).state === 'failed');
    await runner.rebuild();
    expect(await runner.waitFor(last, 20_000)).toBe(true);
    expect(await runner.status()).toMatchObject({ state: 'running', lag: 0 });
    await expectPlainFold([...log, ...more]);
  });

  it('needs no more rights than a service has', async () => {
    const log = manyFacts(300);
    await publish(test.nc, log);
    const role = `role_${process.pid}_${Date.now()}`;
    await test.dataSource.query(`CREATE ROLE ${role} LOGIN PASSWORD 'secret'`);
    const [{ name }] = (await test.dataSource.query('SELECT current_database() AS name')) as [{ name: string }];
    await test.dataSource.query(`GRANT CONNECT, CREATE ON DATABASE "${name}" TO ${role}`);
    await test.dataSource.query(`DROP SCHEMA ${schema} CASCADE`);
    await test.dataSource.query(`CREATE SCHEMA ${schema} AUTHORIZATION ${role}`);
    const url = new URL(test.databaseUrl);
    url.username = role;
    url.password = 'secret';
    const replica = await test.replica(taskProjection, url.toString());
    await replica.runner.start();
    await replica.runner.waitFor(log.length, 20_000);
    await replica.runner.rebuild();
    await replica.runner.rebuild();
    expect(await replica.runner.verify()).toMatchObject({ identical: true });
    await expectPlainFold(log);
  });
});
