import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@podium/testing';
import { ProjectionControl } from '../control/control-client.ts';
import type { OperationProgress } from '../operations.ts';
import { publish } from './facts.ts';
import { harness, schema, type Harness, type Replica } from './harness.ts';
import { manyFacts, plainFold, sortedRows } from './histories.ts';
import { taskProjection } from './task-projection.ts';

let test: Harness;
let control: ProjectionControl;

beforeEach(async () => {
  test = await harness();
  control = new ProjectionControl(test.nc);
});
afterEach(() => test.dispose());

async function exposed(projection = taskProjection): Promise<Replica> {
  const replica = await test.replica(projection);
  replica.runner.expose('test-svc');
  // Who controls it asks over another connection: the server has to know of who answers.
  await replica.nc.flush();
  await replica.runner.start();
  return replica;
}

describe('the control of projections', () => {
  it('lists every replica of every projection, the active one first', async () => {
    const last = await publish(test.nc, manyFacts(400));
    const first = await exposed();
    const second = await exposed();
    await first.runner.waitFor(last, 20_000);
    await second.runner.waitFor(last, 20_000);
    const common = { service: 'test-svc', name: 'tasks', version: 1, position: last, head: last, lag: 0 };
    const tables = [`${schema}.task_rows`, `${schema}.project_counts`];
    const listed = await control.list();
    expect(listed).toEqual([
      { ...common, tables, state: 'running', replica: expect.any(String) },
      { ...common, tables, state: 'standby', replica: expect.any(String) },
    ]);
    expect(new Set(listed.map(({ replica }) => replica)).size).toBe(2);
    await Promise.all([first.runner.stop(), second.runner.stop()]);
    expect(await control.list()).toEqual([]);
  });

  it('lets the active replica rebuild and verify, and streams the progress', async () => {
    const log = manyFacts(2_000);
    const last = await publish(test.nc, log);
    const active = await exposed();
    await exposed();
    await active.runner.waitFor(last, 20_000);
    await test.dataSource.query(`UPDATE ${schema}.task_rows SET title = 'by hand' WHERE id = 'task-7'`);
    const found = await control.verify('test-svc', 'tasks');
    expect(found).toMatchObject({
      identical: false,
      firstDifference: { key: 'task-7', column: 'title', live: 'by hand' },
    });
    expect(log[(found.firstDifference?.event?.position ?? 0) - 1]).toMatchObject({
      id: found.firstDifference?.event?.id,
    });

    const progress: OperationProgress[] = [];
    const result = await control.rebuild('test-svc', 'tasks', { onProgress: (now) => progress.push(now) });
    expect(result).toMatchObject({ position: last, tables: [{ table: 'task_rows', rows: 300 }, {}] });
    expect(progress[0]).toMatchObject({ phase: 'reading', done: 0, total: last });
    expect(progress.at(-1)).toMatchObject({ phase: 'swapping', done: last, total: last });
    const [tasks] = plainFold(taskProjection, log);
    expect(await test.rows('task_rows')).toEqual(sortedRows(tasks));
    expect(await control.verify('test-svc', 'tasks')).toMatchObject({ identical: true });
  });

  it('cancels on request, shows what is going on, and tells errors by their code', async () => {
    const active = await exposed();
    await active.runner.waitFor(await publish(test.nc, manyFacts(2_000)), 20_000);
    const { dataSource } = await test.replica();
    const cancel = new AbortController();
    // A reader that does not end holds up the swap.
    await dataSource.transaction(async (reader) => {
      await reader.query('SELECT FROM task_rows');
      const rebuilding = control.rebuild('test-svc', 'tasks', { signal: cancel.signal });
      const refused = expect(rebuilding).rejects.toMatchObject({ name: 'ControlError', code: 'cancelled' });
      const { operation } = await eventually(async () => {
        const [listed] = await control.list();
        return listed?.operation?.progress?.phase === 'swapping' && listed;
      });
      expect(operation).toMatchObject({ kind: 'rebuild', progress: { done: 2_000 } });
      await expect(control.verify('test-svc', 'tasks')).rejects.toMatchObject({ code: 'operation_running' });
      cancel.abort();
      await refused;
    });
    expect(await test.shadows()).toEqual([]);
    expect((await control.list())[0]).not.toHaveProperty('operation');

    await expect(control.rebuild('test-svc', 'others')).rejects.toMatchObject({ code: 'projection_not_found' });
    await expect(control.rebuild('no svc', 'tasks')).rejects.toMatchObject({ code: 'projection_not_found' });
    await expect(control.rebuild('test-svc', 'tasks', { signal: cancel.signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
});
