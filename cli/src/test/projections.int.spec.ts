import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { VerifyResult } from '@podium/projections';
import { ProjectionRunner, type Projection } from '@podium/projections';
import { createDataSource, createLogger } from '@podium/service-kit';
import { eventually, testDatabase, type TestDatabase } from '@podium/testing';
import { Column, Entity, PrimaryColumn, type DataSource } from 'typeorm';
import { exitCodes } from '../exit-codes.ts';
import { moveTask, startTestStack, task, type TestStack } from './stack.ts';

@Entity('ranks')
class RankRow {
  @PrimaryColumn('text') id!: string;
  @Column('text') rank!: string;
}

const projection: Projection = {
  name: 'ranks',
  version: 1,
  contexts: ['task'],
  tables: [
    {
      entity: RankRow,
      keyOf: ({ subject }) => subject.split('/')[2] ?? null,
      fold: (row, fact) =>
        fact.type === 'podium.task.v1.TaskMoved'
          ? { id: fact.data.taskId, rank: fact.data.rank }
          : (row as RankRow | null),
    },
  ],
};

let stack: TestStack;
let database: TestDatabase;
let dataSource: DataSource;
let runner: ProjectionRunner;
const aggregate = task();

beforeAll(async () => {
  [stack, database] = await Promise.all([startTestStack(), testDatabase()]);
  dataSource = await createDataSource({ url: database.url, schema: 'test_svc', entities: [RankRow] });
  const logger = createLogger({ service: 'test-svc', level: 'silent' });
  runner = new ProjectionRunner({ nc: stack.nc, dataSource, schema: 'test_svc', projection, logger });
});

afterAll(async () => {
  await runner.stop();
  await dataSource.destroy();
  await Promise.all([stack.dispose(), database.drop()]);
});

describe('projections', () => {
  it('say so where no service runs', async () => {
    const said = await stack.run('projections', 'list');
    expect(said).toMatchObject({ exitCode: exitCodes.unreachable, out: '' });
    expect(said.err).toMatch(/^podium: No service answers\n/);
  });

  it('are listed, with how far they are', async () => {
    await runner.start();
    runner.expose('test-svc');
    await moveTask(stack.nc, aggregate, 'a', 'b');
    await eventually(async () => (await runner.status()).lag === 0);
    const list = await stack.run('projections', 'list');
    expect(list.out).toMatch(
      /^PROJECTION +VERSION +STATE +POSITION +LAG +REPLICA +TABLES\ntest-svc\/ranks +1 +running +2 +0 /,
    );
    expect((await stack.run('projections', 'lag', '--json')).json()).toEqual([
      { service: 'test-svc', name: 'ranks', state: 'running', position: 2, head: 2, lag: 0 },
    ]);
  });

  it('are verified: the exit code tells, and the event that made the first difference is named', async () => {
    const right = await stack.run('projections', 'verify', '--all');
    expect(right).toMatchObject({ exitCode: exitCodes.ok });
    expect(right.out).toMatch(/test-svc\/ranks +identical +2 /);

    await dataSource.query(`UPDATE test_svc.ranks SET rank = 'wrong'`);
    const wrong = await stack.run('projections', 'verify', 'test-svc/ranks');
    expect(wrong.exitCode).toBe(exitCodes.difference);
    expect(wrong.out).toContain('should be  "b"');
    expect(wrong.out).toContain('#2 TaskMoved');
    const json = await stack.run('projections', 'verify', '--all', '--json');
    expect(json.exitCode).toBe(exitCodes.difference);
    expect(json.json<VerifyResult[]>()[0]?.firstDifference).toMatchObject({
      column: 'rank',
      live: 'wrong',
      expected: 'b',
    });
  });

  it('are rebuilt, also by replay', async () => {
    const rebuilt = await stack.run('projections', 'rebuild', 'test-svc', '--json');
    expect(rebuilt.json()).toMatchObject([{ service: 'test-svc', name: 'ranks', position: 2 }]);
    expect(await dataSource.query('SELECT rank FROM test_svc.ranks')).toEqual([{ rank: 'b' }]);
    const replayed = await stack.run('replay', 'projection', 'test-svc/ranks');
    expect(replayed).toMatchObject({ exitCode: exitCodes.ok });
    expect(replayed.out).toMatch(/test-svc\/ranks +1 +2 +ranks 1 /);
  });

  it('have to be named, rightly', async () => {
    expect((await stack.run('projections', 'verify')).exitCode).toBe(exitCodes.usage);
    expect((await stack.run('projections', 'verify', '--all', 'test-svc')).exitCode).toBe(exitCodes.usage);
    const unknown = await stack.run('projections', 'rebuild', 'test-svc/nobody');
    expect(unknown).toMatchObject({ exitCode: exitCodes.failed });
    expect(unknown.err).toContain('There are: test-svc/ranks');
  });
});
