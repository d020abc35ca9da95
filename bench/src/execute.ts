import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PodiumApi, TaskRef } from '@podium/stack-driver';
import { measure, percentile, type Figure, type Samples } from './harness.ts';
import { HttpClient } from './http-client.ts';
import { mainThreadMilliseconds, processorMilliseconds } from './processor-time.ts';
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
 * n × the processor time of one, shared out over the processors, and not under n × what one takes of the thread that all
 * services share. Both are in the report, and what the door alone costs: an answer for which nothing has to be asked.
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
  const askNothing = () => client.get('/api/system');
  await measure(warmUp, parallel, askNothing);
  const door = await measure(count, parallel, askNothing);
  const execute = async (task: TaskRef | undefined) => {
    if (!task) throw new Error('There are not enough tasks.');
    await client.post(`/api/projects/${task.project_id}/tasks/${task.id}/execute`, {}, 202);
  };
  await measure(warmUp - slots, parallel, (index) => execute(tasks[slots + index]));
  const before = spentBy(stack.pid);
  const samples = await measure(count, parallel, (index) => execute(tasks[warmUp + index]));
  const after = spentBy(stack.pid);
  client.close();
  await api.deleteProject(projectId);
  return [...figures({ publish, rawHttp, door, samples }), ...processorFigures(before, after)];
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

type Measured = Readonly<Record<'publish' | 'rawHttp' | 'door' | 'samples', Samples>>;

function figures({ publish, rawHttp, door, samples }: Measured): Figure[] {
  const [raw, http, own] = [publish, rawHttp, samples].map((all) => percentile(all, 0.5)) as [number, number, number];
  return [
    { name: `raw publish and acknowledge, ${parallel} in parallel, p50`, value: raw, unit: 'ms' },
    { name: `raw HTTP request to a server that does nothing, ${parallel} in parallel, p50`, value: http, unit: 'ms' },
    { name: `an answer that needs nothing, ${parallel} in parallel, p50`, value: percentile(door, 0.5), unit: 'ms' },
    { name: `execute, ${parallel} in parallel, p50`, value: own, unit: 'ms' },
    { name: `execute, ${parallel} in parallel, p99`, value: percentile(samples, 0.99), unit: 'ms', atMost: 100 },
    { name: 'execute p50 against raw publish p50', value: own / raw, unit: '×', atMost: 6 },
    { name: 'execute p50 against raw HTTP and two raw publishes, p50', value: own / (http + 2 * raw), unit: '×' },
  ];
}

interface Spent {
  readonly whole: number | undefined;
  readonly mainThread: number | undefined;
}

function spentBy(pid: number): Spent {
  return { whole: processorMilliseconds(pid), mainThread: mainThreadMilliseconds(pid) };
}

function processorFigures(before: Spent, after: Spent): Figure[] {
  const each = (part: keyof Spent) => ((after[part] ?? NaN) - (before[part] ?? NaN)) / count;
  const [whole, mainThread] = [each('whole'), each('mainThread')];
  if (Number.isNaN(whole)) return [];
  const shared = `the same for ${parallel} at once`;
  return [
    { name: 'processor time of the whole stack per execute', value: whole, unit: 'ms' },
    {
      name: `${shared}, shared out over all ${cpus().length} processors`,
      value: (whole * parallel) / cpus().length,
      unit: 'ms',
    },
    { name: 'processor time of the thread of all services per execute', value: mainThread, unit: 'ms' },
    { name: `${shared}: what p50 can't be under`, value: mainThread * parallel, unit: 'ms' },
  ];
}
