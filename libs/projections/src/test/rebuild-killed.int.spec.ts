import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { eventually } from '@podium/testing';
import type { Projection } from '../projection.ts';
import { publish } from './facts.ts';
import { harness, schema, type Harness } from './harness.ts';
import { manyFacts, plainFold, sortedRows } from './histories.ts';
import { countFold } from './task-projection.ts';

let test: Harness;

beforeEach(async () => {
  test = await harness();
});
afterEach(() => test.dispose());

const rebuilderScript = fileURLToPath(new URL('./doomed-rebuilder.mjs', import.meta.url));
const counting: Projection = { name: 'counts', version: 1, contexts: ['task'], tables: [countFold] };

it.each([
  ['while it folds', 3_000],
  ['right before the swap', 1_000_000],
])(
  'a process that is killed %s of a rebuild leaves the live tables whole; the next one tidies up',
  async (_when, hangAfter) => {
    const log = manyFacts(5_000);
    await publish(test.nc, log);
    const args = [rebuilderScript, test.natsUrl, test.databaseUrl, schema, String(hangAfter)];
    const rebuilder = spawn(process.execPath, args, {
      env: { ...process.env, NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(rebuilder, 'exit');
    try {
      await Promise.race([once(rebuilder.stdout, 'data'), ended.then(() => expect('ended by itself').toBe(''))]);
    } finally {
      rebuilder.kill('SIGKILL');
    }
    await ended;
    expect(await test.shadows()).toHaveLength(1);
    const [counts] = plainFold(counting, log);
    expect(await test.rows('project_counts')).toEqual(sortedRows(counts));

    const more = manyFacts(200);
    await publish(test.nc, more);
    const successor = test.runner(counting);
    await successor.start();
    expect(await successor.waitFor(log.length + more.length, 30_000)).toBe(true);
    await eventually(async () => (await test.shadows()).length === 0);
    const [all] = plainFold(counting, [...log, ...more]);
    expect(await test.rows('project_counts')).toEqual(sortedRows(all));
    expect(await successor.rebuild()).toMatchObject({ tables: [{ table: 'project_counts', rows: 5 }] });
    expect(await test.rows('project_counts')).toEqual(sortedRows(all));
  },
);
