import { setTimeout as sleep } from 'node:timers/promises';
import { processTree, ProcessFaults, type PodiumApi, type PodiumStack } from '@podium/stack-driver';
import { percentile, sorted, type Figure } from '../harness.ts';
import { readyProject } from '../projects.ts';
import type { StackUnderTest } from '../stack-under-test.ts';

const rounds = 20;
const withinSeconds = 30;

/** From `POST …/stop` until the command that the agent runs is gone with all that it started. */
export async function measureStops(underTest: StackUnderTest): Promise<Figure[]> {
  const { stack, api } = await underTest.started();
  const projectId = await readyProject(api, 'Measure: stop');
  try {
    const samples: number[] = [];
    for (let round = 0; round < rounds; round++) samples.push(await stopOne(stack, api, projectId, round));
    const ordered = sorted(samples);
    const name = 'stop to the agent’s processes gone';
    return [
      { name: `${name}, p50`, value: percentile(ordered, 0.5), unit: 'ms' },
      { name: `${name}, p95`, value: percentile(ordered, 0.95), unit: 'ms', atMost: 2_000 },
    ];
  } finally {
    await api.deleteProject(projectId);
  }
}

async function stopOne(stack: PodiumStack, api: PodiumApi, projectId: string, round: number): Promise<number> {
  // A number of its own, so that the command is found among all others of this machine.
  const command = `sleep ${90_000 + round}`;
  const task = await api.createTask(projectId, { title: `Run \`${command}\`` });
  await api.execute(task);
  const faults = new ProcessFaults(stack);
  const pids = await until(() => {
    const found = faults.commandsOfAgents().filter((each) => each.command.includes(command));
    return found.length > 0 ? found.flatMap(({ pid }) => processTree(pid)) : undefined;
  });
  const begin = performance.now();
  await api.stop(task);
  await until(() => (pids.some((pid) => processTree(pid).length > 0) ? undefined : true));
  return performance.now() - begin;
}

async function until<T>(condition: () => T | undefined): Promise<T> {
  const deadline = Date.now() + withinSeconds * 1000;
  for (;;) {
    const value = condition();
    if (value !== undefined) return value;
    if (Date.now() > deadline) throw new Error(`It did not come true within ${withinSeconds} s.`);
    await sleep(20);
  }
}
