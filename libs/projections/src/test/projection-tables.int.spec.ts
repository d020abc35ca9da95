import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDataSource } from '@podium/service-kit';
import { testDatabase, type TestDatabase } from '@podium/testing';
import fc from 'fast-check';
import { Column, Entity, PrimaryColumn, type DataSource } from 'typeorm';
import { CheckpointMovedError, FoldError, UnsupportedEntityError } from '../errors.ts';
import { concerns, type Projection, type TableFold } from '../projection.ts';
import { ProjectionTables } from '../projection-tables.ts';
import { recorded, taskFact } from './facts.ts';
import { histories, plainFold, sortedRows } from './histories.ts';
import { ProjectCountRow, TaskRow, taskFold, taskProjection } from './task-projection.ts';

const schema = 'tables_svc';

@Entity('two_keys')
class TwoKeys {
  @PrimaryColumn('text') a!: string;
  @PrimaryColumn('text') b!: string;
}

@Entity('odd_type')
class OddType {
  @PrimaryColumn('text') id!: string;
  @Column('money') price!: string;
}

let database: TestDatabase;
let dataSource: DataSource;

beforeAll(async () => {
  database = await testDatabase();
  dataSource = await createDataSource({
    url: database.url,
    schema,
    entities: [TaskRow, ProjectCountRow, TwoKeys, OddType],
  });
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

const rowsOf = async (table: string): Promise<object[]> =>
  dataSource.query(
    `SELECT * FROM ${schema}.${table} ORDER BY ${table === 'task_rows' ? 'id' : 'project_id'} COLLATE "C"`,
  );

/** Dies in the middle of the transaction, after that many facts. */
function dying(projection: Projection, after: number): Projection {
  let left = after;
  const mortal = <Row extends object>(table: TableFold<Row>): TableFold<Row> => ({
    ...table,
    fold: (row, fact) => {
      left -= 1;
      if (left < 0) throw new Error('died');
      return table.fold(row, fact);
    },
  });
  return { ...projection, tables: projection.tables.map(mortal) };
}

const steps = fc.array(
  fc.record({
    size: fc.integer({ min: 1, max: 15 }),
    accident: fc.constantFrom('none', 'none', 'dies', 'repeats', 'restarts'),
    after: fc.integer({ min: 0, max: 12 }),
  }),
  { minLength: 1, maxLength: 30 },
);

describe('the tables of a projection', () => {
  it('equal the plain fold of the log, whatever batches, deaths, restarts and repeats', async () => {
    const property = fc.asyncProperty(histories, steps, async (history, plan) => {
      const facts = history.map((fact, index) => recorded(fact, index + 1));
      const batch = (from: number, to: number) =>
        facts.slice(from, to).filter((fact) => concerns(taskProjection, fact));
      let tables = new ProjectionTables(dataSource, schema, taskProjection);
      let { position } = await tables.prepare(facts.length, { anew: true });
      for (let turn = 0; position < facts.length; turn += 1) {
        const { size, accident, after } = plan[turn % plan.length] ?? { size: 1, accident: 'none', after: 0 };
        const to = Math.min(position + size, facts.length);
        if (accident === 'dies' && turn < 100) {
          const mortal = new ProjectionTables(dataSource, schema, dying(taskProjection, after));
          await mortal
            .apply(batch(position, to), position, to)
            .catch((error: unknown) => expect(error).toBeInstanceOf(FoldError));
          position = await tables.position();
          continue;
        }
        await tables.apply(batch(position, to), position, to);
        if (accident === 'repeats') {
          await expect(tables.apply(batch(position, to), position, to)).rejects.toBeInstanceOf(CheckpointMovedError);
        }
        if (accident === 'restarts') tables = new ProjectionTables(dataSource, schema, taskProjection);
        position = (await tables.prepare(facts.length, { anew: false })).position;
      }
      const [tasks, counts] = plainFold(taskProjection, history);
      expect(await rowsOf('task_rows')).toEqual(sortedRows(tasks));
      expect(await rowsOf('project_counts')).toEqual(sortedRows(counts));
    });
    await fc.assert(property, { numRuns: 60 });
  });

  it('are made anew for another version, a lost table and a log that is shorter than the checkpoint', async () => {
    const first = new ProjectionTables(dataSource, schema, taskProjection);
    await first.prepare(10, { anew: true });
    await first.apply([recorded(taskFact('a', { kind: 'created' }), 7)], 0, 7);
    expect(await first.prepare(10, { anew: false })).toEqual({ position: 7, anew: false });

    const second = new ProjectionTables(dataSource, schema, { ...taskProjection, version: 2 });
    expect(await second.position()).toBe(0);
    expect(await second.prepare(10, { anew: false })).toEqual({ position: 0, anew: true });
    expect(await rowsOf('task_rows')).toEqual([]);

    await second.apply([recorded(taskFact('a', { kind: 'created' }), 7)], 0, 7);
    expect(await second.prepare(6, { anew: false })).toEqual({ position: 0, anew: true });

    await dataSource.query(`DROP TABLE ${schema}.task_rows`);
    expect(await second.exist()).toBe(false);
    expect(await second.prepare(10, { anew: false })).toEqual({ position: 0, anew: true });
    await dataSource.query(`DROP SCHEMA ${schema} CASCADE`);
    expect(await second.prepare(10, { anew: false })).toEqual({ position: 0, anew: true });
    const indices = await dataSource.query('SELECT indexdef FROM pg_indexes WHERE schemaname = $1 AND tablename = $2', [
      schema,
      'task_rows',
    ]);
    expect(JSON.stringify(indices)).toContain('(project_id, rank)');
  });

  it('live in any schema beside one another', async () => {
    const live = new ProjectionTables(dataSource, schema, taskProjection);
    const beside = new ProjectionTables(dataSource, 'beside_svc', taskProjection);
    await live.prepare(10, { anew: true });
    await beside.prepare(10, { anew: true });
    await beside.apply([recorded(taskFact('a', { kind: 'created' }), 1)], 0, 1);
    expect(await rowsOf('task_rows')).toEqual([]);
    expect(await dataSource.query('SELECT id FROM beside_svc.task_rows')).toEqual([{ id: 'a' }]);
  });

  it('are read by repositories as the folds made them', async () => {
    const tables = new ProjectionTables(dataSource, schema, taskProjection);
    await tables.prepare(1, { anew: true });
    const position = Number.MAX_SAFE_INTEGER;
    const fact = recorded(taskFact('a', { kind: 'created', title: 'Title' }), position);
    await tables.apply([fact], 0, 1);
    const row = await dataSource.getRepository(TaskRow).findOneByOrFail({ id: 'a' });
    expect(row).toMatchObject({
      title: 'Title',
      position,
      created_at: fact.time,
      score: 0.1,
      history: [],
      failure: null,
    });
  });

  it('replace what PostgreSQL can not store', async () => {
    const tables = new ProjectionTables(dataSource, schema, taskProjection);
    await tables.prepare(2, { anew: true });
    const half = 'cut😀'.slice(0, 4);
    await tables.apply(
      [
        recorded(taskFact('a', { kind: 'created', title: `nul\0${half}` }), 1),
        recorded(taskFact('a', { kind: 'failed', message: `\\u0000 nul\0${half}` }), 2),
      ],
      0,
      2,
    );
    expect(await rowsOf('task_rows')).toMatchObject([
      { title: 'nul\uFFFDcut\uFFFD', failure: { code: 'test', message: '\\u0000 nul\uFFFDcut\uFFFD' } },
    ]);
  });

  it('refuse entities that would not keep what is put into them, and rows of another shape', async () => {
    const withEntity = (entity: new () => object): Projection => ({
      ...taskProjection,
      tables: [{ ...taskFold, entity }],
    });
    expect(() => new ProjectionTables(dataSource, schema, withEntity(TwoKeys))).toThrow(UnsupportedEntityError);
    expect(() => new ProjectionTables(dataSource, schema, withEntity(OddType))).toThrow(UnsupportedEntityError);

    const strange = (row: object): Projection => ({
      ...taskProjection,
      tables: [{ ...taskFold, fold: () => row as TaskRow }],
    });
    const apply = async (row: object) => {
      const tables = new ProjectionTables(dataSource, schema, strange(row));
      const { position } = await tables.prepare(1, { anew: false });
      await tables.apply([recorded(taskFact('a', { kind: 'created' }), position + 1)], position, position + 1);
    };
    await expect(apply({ id: 'a', surplus: 1 })).rejects.toThrow('no column for surplus');
    await expect(apply({ id: 'b' })).rejects.toThrow('its key is b');
  });
});
