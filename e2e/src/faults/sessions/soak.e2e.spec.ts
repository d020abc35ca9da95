import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import type { TaskRef } from '@podium/stack-driver';
import { findFaults, readLog } from '../audit.ts';
import { Random } from '../random.ts';
import { SessionWorld } from './session-world.ts';
import { victims } from './victims.ts';

/** `npm run faults -- --soak 50 --projects 5 --minutes 10 --every 30`. */
const sessions = Number(process.env['PODIUM_SOAK_SESSIONS'] ?? 0);
const projects = Number(process.env['PODIUM_SOAK_PROJECTS'] ?? 5);
const minutes = Number(process.env['PODIUM_SOAK_MINUTES'] ?? 10);
const everySeconds = Number(process.env['PODIUM_SOAK_EVERY_SECONDS'] ?? 30);
const seed = Number(process.env['PODIUM_FAULT_SEED'] ?? 1);

/** What is killed: services alone. Agents and servers have their own cases. */
const services = victims.filter(({ name }) => name.endsWith('-svc') || name.endsWith('gateway'));
const settleSeconds = 180;
const beginSeconds = 60;

test.skip(sessions === 0, 'Only where it is asked for: it takes minutes and some gigabytes.');
test.setTimeout((minutes * 60 + settleSeconds + 300) * 1000);

test(`${sessions} sessions of ${minutes} minutes over ${projects} projects, a service killed every ${everySeconds} s (seed ${seed})`, async () => {
  const world = await SessionWorld.start({ env: { PODIUM_MAX_SESSIONS: String(sessions) } });
  try {
    const tasks = await begin(world);
    const deadline = Date.now() + (minutes * 60 - beginSeconds) * 1000;
    const kills = await killUntil(world, deadline);
    for (const task of tasks) await world.settled(task, Math.max(0, deadline - Date.now()) / 1000 + settleSeconds);
    await world.stack.untilReady();

    const failures: string[] = [];
    for (const [index, task] of tasks.entries()) {
      const ends = (await world.client.sessions(task)).map(({ status, failure }) => failure?.message ?? status);
      if (ends.join() !== 'completed') failures.push(`Session ${index}: ${ends.join(', ')}`);
      failures.push(...(await world.outputFaults(task)).map((fault) => `Session ${index}: ${fault}`));
    }
    expect(failures).toEqual([]);
    await expect.poll(() => world.faults.strays()).toEqual([]);
    const log = await readLog(world.stack.natsUrl());
    expect(findFaults(log, world.client.acknowledged)).toEqual([]);
    const chunks = [...log.outputNumbers.values()].reduce((sum, numbers) => sum + numbers.length, 0);
    console.log(
      `${tasks.length} sessions completed through ${kills} kills; ${chunks} chunks of output, all of them right`,
    );
  } finally {
    await world.dispose();
  }
});

/** All at once; each talks until the end, so that every kill hits all of them. */
async function begin(world: SessionWorld): Promise<TaskRef[]> {
  const slots = Math.min(10, Math.ceil(sessions / projects));
  const projectIds: string[] = [];
  for (let index = 0; index < projects; index += 1) projectIds.push(await world.createProject(`Soak ${index}`, slots));
  const seconds = Math.max(10, Math.round(minutes * 60 - beginSeconds));
  const tasks: TaskRef[] = [];
  for (let index = 0; index < sessions; index += 1) {
    const projectId = projectIds[index % projects] ?? '';
    tasks.push(
      await world.execute(projectId, `Slowly for ${seconds} seconds: write a note (soak ${index})`, `soak-${index}`),
    );
  }
  return tasks;
}

async function killUntil(world: SessionWorld, deadline: number): Promise<number> {
  const random = new Random(seed);
  let kills = 0;
  while (Date.now() + everySeconds * 1000 < deadline) {
    await sleep(everySeconds * 1000);
    const victim = random.pick(services);
    await victim.strike(world, '');
    kills += 1;
    console.log(`${victim.name} (${kills}), ${Math.round((deadline - Date.now()) / 1000)} s left`);
  }
  return kills;
}
