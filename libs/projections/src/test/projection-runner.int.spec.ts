import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { harness, type Harness } from './harness.ts';
import { publish, taskFact } from './facts.ts';

let test: Harness;

beforeEach(async () => {
  test = await harness();
});
afterEach(() => test.dispose());

describe('a projection', () => {
  it('smoke', async () => {
    const last = await publish(test.nc, [
      taskFact('task-1', { kind: 'created', description: 'x\u0000y' }),
      taskFact('task-2', { kind: 'created' }),
      taskFact('task-1', { kind: 'moved', rank: 'q"\\{},' }),
      taskFact('task-1', { kind: 'failed', message: '\ud800 bad' }),
      taskFact('task-2', { kind: 'deleted' }),
    ]);
    const runner = test.runner();
    await runner.start();
    expect(await runner.waitFor(last, 5000)).toBe(true);
    console.log(await test.rows('task_rows'), await test.rows('project_counts'), await runner.status());
    expect(await test.rows('task_rows')).toHaveLength(1);
  });
});
