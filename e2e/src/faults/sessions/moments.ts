import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TaskRef } from '@podium/stack-driver';
import type { SessionWorld } from './session-world.ts';

/** One step of a run, at which something can die. */
export interface Moment {
  readonly name: string;
  /** What the agent is to do, so that the run has this step. The number makes it findable. */
  title(number: number): string;
  /** Whether the run is at this step now. */
  isReached(world: SessionWorld, task: TaskRef, number: number): Promise<boolean> | boolean;
}

const reachedWithinSeconds = 60;
const mark = (number: number) => `(case ${number})`;

/** The steps of a run, in their order. */
export const moments: readonly Moment[] = [
  {
    name: 'right after Execute',
    title: (number) => `Slowly for 2 seconds: write a note ${mark(number)}`,
    isReached: () => true,
  },
  {
    name: 'at the first byte',
    title: (number) => `Slowly for 4 seconds: write a note ${mark(number)}`,
    isReached: (world, _task, number) => world.sentFor(mark(number)).some(({ text }) => text.includes('Step 1')),
  },
  {
    name: 'in a tool call',
    title: (number) => `Run \`touch begun-${number}; sleep 4; touch ended-${number}\` ${mark(number)}`,
    isReached: (world, { project_id: projectId }, number) =>
      existsSync(join(world.stack.workspace(projectId), `begun-${number}`)),
  },
  {
    name: 'in a permission',
    title: (number) => `This needs permission ${mark(number)}`,
    isReached: async (world, task) => (await world.session(task))?.status === 'waiting',
  },
  {
    name: 'in a retry wait',
    title: (number) => `Garbled 1 times, then write a note ${mark(number)}`,
    isReached: async (world, task) => (await world.session(task))?.status === 'retrying',
  },
  {
    name: 'at the end',
    title: (number) => `Write a note ${mark(number)}`,
    isReached: (world, _task, number) => world.sentFor(mark(number)).some(({ finish }) => finish === 'stop'),
  },
];

/** Waits for a step. @throws when the run does not come to it. */
export async function untilMoment(moment: Moment, world: SessionWorld, task: TaskRef, number: number): Promise<void> {
  const deadline = Date.now() + reachedWithinSeconds * 1000;
  while (!(await moment.isReached(world, task, number))) {
    if (Date.now() > deadline) throw new Error(`The run did not come to "${moment.name}".`);
    await sleep(5);
  }
}
