import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect } from '@playwright/test';
import { moments, untilMoment } from './moments.ts';
import { test, type SessionWorld } from './session-world.ts';

/** All of it takes minutes; the short form has one of each kind. */
const isWhole = process.env['PODIUM_FAULT_CASES'] !== undefined;
const opencode = fileURLToPath(new URL('./opencode-behind-proxy.mjs', import.meta.url));

type Trouble = 'frozen' | 'cut';
const troubles: readonly { trouble: Trouble; seconds: number; at: string; isShort?: true }[] = [
  { trouble: 'cut', seconds: 3, at: 'at the first byte', isShort: true },
  { trouble: 'frozen', seconds: 20, at: 'at the first byte' },
  { trouble: 'cut', seconds: 12, at: 'in a tool call' },
  { trouble: 'frozen', seconds: 6, at: 'in a tool call', isShort: true },
  { trouble: 'cut', seconds: 5, at: 'in a permission' },
  { trouble: 'frozen', seconds: 15, at: 'in a permission' },
  { trouble: 'cut', seconds: 3, at: 'at the end' },
];

test.use({ worldOptions: { env: { PODIUM_OPENCODE_BIN: opencode } } });
test.setTimeout(180_000);

for (const [index, { trouble, seconds, at }] of troubles.filter(({ isShort }) => isWhole || isShort).entries()) {
  const number = 100 + index;
  test(`the network to OpenCode ${trouble} for ${seconds} s ${at}`, async ({ world }) => {
    const moment = moments.find(({ name }) => name === at);
    if (!moment) throw new Error(`There is no moment "${at}".`);
    const projectId = await world.createProject(`Network ${number}`);
    const task = await world.execute(projectId, moment.title(number), `network-${number}`);
    await untilMoment(moment, world, task, number);
    setNetwork(world, projectId, trouble);
    await sleep(seconds * 1000);
    setNetwork(world, projectId, 'open');
    await world.settled(task);

    const sessions = await world.client.sessions(task);
    expect(sessions.map(({ status, failure }) => failure?.message ?? status)).toEqual(['completed']);
    await expect.poll(() => world.outputFaults(task)).toEqual([]);
    await world.client.write('DELETE', `/api/projects/${projectId}`, {}, `network-${number}-delete`);
  });
}

function setNetwork(world: SessionWorld, projectId: string, state: Trouble | 'open'): void {
  writeFileSync(join(world.stack.dataDir, 'projects', projectId, 'tmp', 'network'), state);
}
