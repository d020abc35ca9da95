import type { PodiumApi } from '@podium/stack-driver';
import { measure, percentile, type Figure, type Samples } from './harness.ts';
import { readyProject } from './projects.ts';

const parallel = 50;
const count = 500;
const warmUp = 100;

/**
 * `POST …/execute`. The first sessions hang and hold the project's slots, so that the rest wait in the queue: what is
 * measured is the way of the request, not a machine full of agents.
 */
export async function measureExecute(api: PodiumApi, rawPublish: Samples): Promise<Figure[]> {
  const projectId = await readyProject(api, 'Measure: execute');
  const tasks = await Promise.all(
    Array.from({ length: warmUp + count }, (_, index) => api.createTask(projectId, { title: `Hang ${index}` })),
  );
  const execute = async (index: number) => {
    const task = tasks[index];
    if (!task) throw new Error(`There is no task ${index}.`);
    await api.execute(task);
  };
  await measure(warmUp, parallel, execute);
  const samples = await measure(count, parallel, (index) => execute(warmUp + index));
  await api.deleteProject(projectId);
  const ratio = percentile(samples, 0.5) / percentile(rawPublish, 0.5);
  return [
    { name: `execute, ${parallel} in parallel, p50`, value: percentile(samples, 0.5), unit: 'ms' },
    { name: `execute, ${parallel} in parallel, p99`, value: percentile(samples, 0.99), unit: 'ms', atMost: 100 },
    { name: 'execute p50 against raw publish p50', value: ratio, unit: '×', atMost: 6 },
  ];
}
