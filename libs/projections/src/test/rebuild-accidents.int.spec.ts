import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { EventEnvelope, FactType } from '@podium/proto';
import { eventually } from '@podium/testing';
import fc from 'fast-check';
import { rebuild } from '../rebuild/rebuild.ts';
import { verify } from '../rebuild/verify.ts';
import { Workshop } from '../rebuild/workshop.ts';
import { publish } from './facts.ts';
import { cut, harness, logger, schema, type Harness } from './harness.ts';
import { histories, plainFold, sortedRows } from './histories.ts';
import { dying } from './mortal.ts';
import { taskProjection } from './task-projection.ts';

let test: Harness;

beforeEach(async () => {
  test = await harness();
});
afterEach(() => test.dispose());

/** What happens during a rebuild, while the live runner goes on and a history is written. */
const accident = fc.oneof(
  fc.constant({ kind: 'none' as const }),
  fc.record({ kind: fc.constant('fold dies' as const), after: fc.integer({ min: 0, max: 200 }) }),
  fc.record({ kind: fc.constant('connections are cut' as const), afterMilliseconds: fc.integer({ min: 0, max: 60 }) }),
  fc.constant({ kind: 'connections are cut at the swap' as const }),
  fc.constant({ kind: 'is refused in the swap' as const }),
  fc.constant({ kind: 'live runner restarts' as const }),
  fc.record({
    kind: fc.constant('live tables are dropped' as const),
    table: fc.constantFrom('task_rows', 'project_counts'),
  }),
);

type Accident = typeof accident extends fc.Arbitrary<infer Kind> ? Kind : never;

const lives = fc.array(
  fc.record({
    history: histories,
    /** Facts that are written once more, as if a writer had lost its memory: same id, new position. */
    duplicates: fc.array(fc.nat(), { maxLength: 3 }),
    accident,
    maxRowsInMemory: fc.constantFrom(1, 3, 1_000),
  }),
  { minLength: 1, maxLength: 4 },
);

it('rebuilds with whatever accidents always end in the plain fold', async () => {
  const log: EventEnvelope<FactType>[] = [];
  const live = await test.replica();
  await live.runner.start();
  const rebuilder = await test.replica();
  const ends = new Set<string>();

  const rebuildWith = async (what: Accident, maxRowsInMemory: number): Promise<void> => {
    const { nc } = test;
    const { dataSource } = rebuilder;
    const projection = what.kind === 'fold dies' ? dying(taskProjection, what.after) : taskProjection;
    const workshop = new Workshop({ nc, dataSource, schema, projection, logger, maxRowsInMemory });
    const replaces = (): boolean => what.kind !== 'is refused in the swap';
    let cutting: Promise<unknown> = Promise.resolve();
    const onProgress = ({ phase }: { phase: string }): void => {
      if (phase === 'swapping' && what.kind === 'connections are cut at the swap')
        cutting = cut(dataSource, test.dataSource);
    };
    const rebuilding = rebuild(workshop, { isAlone: false, replaces }, { onProgress });
    if (what.kind === 'connections are cut') {
      await new Promise((resolve) => setTimeout(resolve, what.afterMilliseconds));
      cutting = cut(dataSource, test.dataSource);
    }
    if (what.kind === 'live runner restarts') await live.runner.stop().then(() => live.runner.start());
    if (what.kind === 'live tables are dropped')
      await test.dataSource.query(`DROP TABLE IF EXISTS ${schema}.${what.table}`);
    // Whether it succeeds depends on when the accident met it; what it leaves behind must not.
    const [end] = await Promise.allSettled([rebuilding, cutting]);
    ends.add(`${what.kind}: ${end.status}`);
  };

  const property = fc.asyncProperty(lives, async (steps) => {
    for (const { history, duplicates, accident: what, maxRowsInMemory } of steps) {
      const written = [...history, ...duplicates.flatMap((index) => history.slice(index % history.length).slice(0, 1))];
      log.push(...written);
      await Promise.all([publish(test.nc, written), rebuildWith(what, maxRowsInMemory)]);
    }
    await live.runner.start();
    expect(await live.runner.waitFor(log.length, 20_000)).toBe(true);
    const [tasks, counts] = plainFold(taskProjection, log);
    await eventually(async () => {
      expect(await test.rows('task_rows')).toEqual(sortedRows(tasks));
      expect(await test.rows('project_counts')).toEqual(sortedRows(counts));
      return true;
    });
    const { nc, dataSource } = test;
    const workshop = new Workshop({ nc, dataSource, schema, projection: taskProjection, logger, maxRowsInMemory: 2 });
    await eventually(async () => (await verify(workshop, {})).identical);
    expect(await test.shadows()).toEqual([]);
  });
  await fc.assert(property, { numRuns: 25, endOnFailure: true });
  expect([...ends]).toEqual(
    expect.arrayContaining(['none: fulfilled', 'fold dies: rejected', 'is refused in the swap: rejected']),
  );
}, 400_000);
