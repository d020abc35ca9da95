import { expect } from '@playwright/test';
import { findFaults, readLog } from '../audit.ts';
import { Random } from '../random.ts';
import { moments, untilMoment, type Moment } from './moments.ts';
import { test } from './session-world.ts';
import { victims, type Victim } from './victims.ts';

/** How many of the cases are run; `npm run faults -- --cases 66` runs all of them. */
const wanted = Number(process.env['PODIUM_FAULT_CASES'] ?? 6);
const seed = Number(process.env['PODIUM_FAULT_SEED'] ?? 1);

test.setTimeout(240_000);

for (const [number, { victim, moment }] of chosen(wanted).entries()) {
  test(`${victim.name} ${moment.name} (case ${number}, seed ${seed})`, async ({ world }) => {
    const projectId = await world.createProject(`Case ${number}`);
    const task = await world.execute(projectId, moment.title(number), `case-${number}`);
    await untilMoment(moment, world, task, number);
    await victim.strike(world, projectId);
    await world.settled(task);
    await world.stack.untilReady();

    const sessions = await world.client.sessions(task);
    expect(sessions.map(({ status, failure }) => failure?.message ?? status)).toEqual(['completed']);
    expect(await world.client.task(task)).toMatchObject({ status: 'AI_REVIEW', failure: null });
    await expect.poll(() => world.outputFaults(task)).toEqual([]);
    await expect.poll(() => world.faults.strays()).toEqual([]);
    await world.client.write('DELETE', `/api/projects/${projectId}`, {}, `case-${number}-delete`);
  });
}

test(`the log keeps its promises through all of it (seed ${seed})`, async ({ world }) => {
  const log = await readLog(world.stack.natsUrl());
  // Deleted projects have no output any more.
  expect(findFaults({ ...log, outputNumbers: new Map() }, world.client.acknowledged)).toEqual([]);
});

/** Cases in an order that the seed decides. However few, they go through the moments in turn. */
function chosen(count: number): { victim: Victim; moment: Moment }[] {
  const random = new Random(seed);
  const byMoment = moments.map((moment) => shuffled(victims, random).map((victim) => ({ victim, moment })));
  const all = victims.flatMap((_, round) => byMoment.flatMap((cases) => cases[round] ?? []));
  return Array.from({ length: count }, (_, index) => all[index % all.length]).filter((each) => each !== undefined);
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  return items
    .map((item) => ({ item, order: random.next() }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item);
}
