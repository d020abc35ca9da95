import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { publish, taskFact } from './facts.ts';
import { harness, schema, type Harness } from './harness.ts';
import { manyFacts } from './histories.ts';

let test: Harness;

beforeEach(async () => {
  test = await harness();
});
afterEach(() => test.dispose());

/** Everything that the database holds of the projection. */
async function everything(): Promise<unknown> {
  const relations = await test.dataSource.query(
    `SELECT oid::int, relname, relnamespace::regnamespace::text FROM pg_class
     WHERE relnamespace::regnamespace::text LIKE '${schema}%' ORDER BY oid`,
  );
  const checkpoint = await test.dataSource.query(`SELECT * FROM ${schema}.projection_checkpoints`);
  return [relations, checkpoint, await test.rows('task_rows'), await test.rows('project_counts')];
}

describe('a verification', () => {
  it('says that the tables are what the log says, also while facts come', async () => {
    const runner = test.runner();
    await runner.start();
    await runner.waitFor(await publish(test.nc, manyFacts(3_000)), 20_000);
    let verified = false;
    const writing = (async () => {
      while (!verified) await publish(test.nc, manyFacts(20));
    })();
    const result = await runner.verify();
    verified = true;
    await writing;
    expect(result).toMatchObject({
      identical: true,
      tables: [
        { table: 'task_rows', rows: 300, differences: 0 },
        { table: 'project_counts', rows: 5, differences: 0 },
      ],
    });
    expect(result.position).toBeGreaterThanOrEqual(3_000);
    expect(result).not.toHaveProperty('firstDifference');
    expect(await test.shadows()).toEqual([]);
  });

  const lives = [
    taskFact('task-1', { kind: 'created', title: 'One' }),
    taskFact('task-2', { kind: 'created', title: 'Two' }),
    taskFact('task-1', { kind: 'moved', rank: 'c0' }),
    taskFact('task-2', { kind: 'failed' }),
    taskFact('task-3', { kind: 'created', title: 'Three' }),
    taskFact('task-3', { kind: 'deleted' }),
    taskFact('task-1', { kind: 'foreign' }),
  ];
  const eventAt = (position: number): object => {
    const { id, type, subject, time } = lives[position - 1] ?? {};
    return { position, id, type, subject, time };
  };

  it.each([
    [
      'a value that somebody changed',
      `UPDATE ${schema}.task_rows SET rank = 'by hand' WHERE id = 'task-1'`,
      { key: 'task-1', kind: 'different', column: 'rank', live: 'by hand', expected: 'c0', event: eventAt(3) },
    ],
    [
      'a value inside of JSON',
      `UPDATE ${schema}.task_rows SET failure = jsonb_set(failure, '{code}', '"x"') WHERE id = 'task-2'`,
      {
        key: 'task-2',
        kind: 'different',
        column: 'failure',
        live: { code: 'x', message: 'It failed' },
        expected: { code: 'test', message: 'It failed' },
        event: eventAt(4),
      },
    ],
    [
      'a row that somebody deleted',
      `DELETE FROM ${schema}.task_rows WHERE id = 'task-2'`,
      { key: 'task-2', kind: 'missing', live: null, expected: { title: 'Two' }, event: eventAt(4) },
    ],
    [
      'a row that somebody brought back',
      `INSERT INTO ${schema}.task_rows SELECT 'task-3', project_id, title, rank, description, moved, edits, position, score, failure, history, created_at, updated_at FROM ${schema}.task_rows WHERE id = 'task-1'`,
      { key: 'task-3', kind: 'surplus', live: { id: 'task-3', title: 'One' }, expected: null, event: eventAt(6) },
    ],
    [
      'a row that no event knows',
      `INSERT INTO ${schema}.task_rows SELECT 'task-0', project_id, title, rank, description, moved, edits, position, score, failure, history, created_at, updated_at FROM ${schema}.task_rows WHERE id = 'task-1'`,
      { key: 'task-0', kind: 'surplus', live: { id: 'task-0' }, expected: null, event: null },
    ],
  ])('finds %s, names the event, and leaves everything as it was', async (_what, statement, difference) => {
    const runner = test.runner();
    await runner.start();
    await runner.waitFor(await publish(test.nc, lives), 20_000);
    await runner.verify();
    await test.dataSource.query(statement);
    const before = await everything();
    const result = await runner.verify();
    expect(result).toMatchObject({
      identical: false,
      tables: [
        { table: 'task_rows', differences: 1 },
        { table: 'project_counts', differences: 0 },
      ],
      firstDifference: { table: 'task_rows', ...difference },
    });
    expect(await everything()).toEqual(before);
    await runner.rebuild();
    expect(await runner.verify()).toMatchObject({ identical: true });
  });

  it('names the first of several differences, by table and key', async () => {
    const runner = test.runner();
    await runner.start();
    await runner.waitFor(await publish(test.nc, lives), 20_000);
    await test.dataSource.query(`UPDATE ${schema}.task_rows SET edits = 7`);
    await test.dataSource.query(`UPDATE ${schema}.project_counts SET facts = 7`);
    expect(await runner.verify()).toMatchObject({
      tables: [{ differences: 2 }, { differences: 1 }],
      firstDifference: { table: 'task_rows', key: 'task-1', column: 'edits', live: 7, expected: 0 },
    });
  });
});
