import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PodiumApi, TaskRef } from '@podium/stack-driver';
import { measure, percentile, type Figure, type Samples } from './harness.ts';
import { HttpClient } from './http-client.ts';
import { processorMilliseconds } from './processor-time.ts';
import { readyProject } from './projects.ts';
import { measureRawHttp } from './raw-http.ts';
import type { StackUnderTest } from './stack-under-test.ts';

const parallel = 50;
const count = 1_000;
/** Node.js compiles what is called often, and takes some hundred calls to find out. */
const warmUp = 1_000;
/** How many sessions a project runs at once. */
const slots = 3;
const runningWithinSeconds = 60;
/** What the runtime does when its first sessions have begun, such as compiling itself, is soon over. */
const settleSeconds = 5;

/**
 * `POST …/execute`. The first sessions hang and hold the project's slots, so that the rest wait in the queue: what is
 * measured is the way of the request, not a machine full of agents.
 *
 * All requests are there at once, so a request waits for those before it: with n of them in parallel the median is about
 * n × the processor time of one, shared out over the processors. Both are in the report.
 */
export async function measureExecute(underTest: StackUnderTest): Promise<Figure[]> {
  const { api, stack } = await underTest.started();
  const { publish } = await underTest.rawEngine();
  const rawHttp = await measureRawHttp(count, parallel);
  const projectId = await readyProject(api, 'Measure: execute');
  const tasks: TaskRef[] = [];
  await measure(warmUp + count, parallel, async (index) => {
    tasks.push(await api.createTask(projectId, { title: `Hang ${index}` }));
  });
  await fillSlots(api, tasks.slice(0, slots));
  const client = new HttpClient(stack.url, parallel);
  const execute = async (task: TaskRef | undefined) => {
    if (!task) throw new Error('There are not enough tasks.');
    await client.post(`/api/projects/${task.project_id}/tasks/${task.id}/execute`, {}, 202);
  };
  await measure(warmUp - slots, parallel, (index) => execute(tasks[slots + index]));
  const before = processorMilliseconds(stack.pid);
  const samples = await measure(count, parallel, (index) => execute(tasks[warmUp + index]));
  const after = processorMilliseconds(stack.pid);
  client.close();
  await api.deleteProject(projectId);
  return [...figures(publish, rawHttp, samples), ...processorFigures(before, after)];
}

async function fillSlots(api: PodiumApi, tasks: readonly TaskRef[]): Promise<void> {
  for (const task of tasks) await api.execute(task);
  const deadline = Date.now() + runningWithinSeconds * 1_000;
  const isRunning = async (task: TaskRef) => (await api.sessions(task))[0]?.status === 'running';
  while (!(await Promise.all(tasks.map(isRunning))).every(Boolean)) {
    if (Date.now() > deadline) throw new Error(`The first sessions did not run within ${runningWithinSeconds} s.`);
    await sleep(200);
  }
  await sleep(settleSeconds * 1_000);
}

function figures(publish: Samples, rawHttp: Samples, samples: Samples): Figure[] {
  const [raw, http, own] = [publish, rawHttp, samples].map((all) => percentile(all, 0.5)) as [number, number, number];
  return [
    { name: `raw publish and acknowledge, ${parallel} in parallel, p50`, value: raw, unit: 'ms' },
    { name: `raw HTTP request to a server that does nothing, ${parallel} in parallel, p50`, value: http, unit: 'ms' },
    { name: `execute, ${parallel} in parallel, p50`, value: own, unit: 'ms' },
    { name: `execute, ${parallel} in parallel, p99`, value: percentile(samples, 0.99), unit: 'ms', atMost: 100 },
    { name: 'execute p50 against raw publish p50', value: own / raw, unit: '×', atMost: 6 },
    { name: 'execute p50 against raw HTTP and two raw publishes, p50', value: own / (http + 2 * raw), unit: '×' },
  ];
}

function processorFigures(before: number | undefined, after: number | undefined): Figure[] {
  if (before === undefined || after === undefined) return [];
  const each = (after - before) / count;
  const floor = (each * parallel) / cpus().length;
  return [
    { name: 'processor time of the whole stack per execute', value: each, unit: 'ms' },
    {
      name: `the same for ${parallel} at once, shared out over all ${cpus().length} processors`,
      value: floor,
      unit: 'ms',
    },
  ];
}
