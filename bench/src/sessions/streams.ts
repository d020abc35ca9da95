import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PodiumApi, PodiumStack, ProcessFaults, ProcessMeter, RuntimeDoor } from '@podium/stack-driver';
import { percentile, sorted, type Figure } from '../harness.ts';
import { readyProject } from '../projects.ts';
import { StreamingModel } from './streaming-model.ts';
import { WatchedWords } from './watched-words.ts';

const sessionCount = 30;
/** More sessions than ten make one OpenCode server slow by itself. */
const projectCount = 5;
const deltasPerSecond = 50;
/** As agents talk: what is said in the gap of a takeover is only known when its answer is complete. */
const answerSeconds = 4;
const answers = 24;
/** Sessions begin one after the other, and the first answers of a runtime take seconds. */
const settleSeconds = 15;
const measuredSeconds = 30;
const recoveredWithinSeconds = 60;

/**
 * Many sessions that talk at once: how much later than OpenCode's own event a word is at a browser, what session-svc
 * takes for it, and how soon the words flow again when session-svc is killed.
 */
export async function measureStreams(): Promise<Figure[]> {
  const model = await StreamingModel.start({ deltasPerSecond, answerSeconds, answers });
  const env = { PODIUM_DEMO_MODEL_URL: model.url, PODIUM_MAX_SESSIONS: String(sessionCount) };
  const stack = await PodiumStack.start({ split: true, env });
  const words = new WatchedWords();
  try {
    await begin(stack, words);
    await sleep(settleSeconds * 1000);
    const meter = new ProcessMeter(pidOf(stack));
    const from = performance.now();
    await sleep(measuredSeconds * 1000);
    const until = performance.now();
    const load = { core: meter.corePercent(), memory: meter.residentMegabytes() };
    const recovered = await recover(stack, words);
    const delays = sorted(words.delays(from, until));
    return figuresOf(delays, words.missing(until).length, load, recovered);
  } finally {
    await words.close();
    await stack.dispose();
    model.close();
  }
}

async function begin(stack: PodiumStack, words: WatchedWords): Promise<void> {
  const api = new PodiumApi(stack.url);
  const projectIds: string[] = [];
  for (let index = 0; index < projectCount; index++) {
    const projectId = await readyProject(api, `Measure: streams ${index}`);
    await api.editProject(projectId, { max_concurrent_sessions: Math.ceil(sessionCount / projectCount) });
    words.followRuntime(new RuntimeDoor(dirname(stack.workspace(projectId))));
    projectIds.push(projectId);
  }
  for (let index = 0; index < sessionCount; index++) {
    const projectId = projectIds[index % projectCount] ?? '';
    const task = await api.createTask(projectId, { title: `Stream ${index}` });
    const { session_id: sessionId } = await api.execute(task);
    await words.followOutput(stack.url, projectId, sessionId);
  }
}

/** Milliseconds from SIGKILL to the next output of each session. */
async function recover(stack: PodiumStack, words: WatchedWords): Promise<readonly number[]> {
  const killedAt = performance.now();
  new ProcessFaults(stack).signal(pidOf(stack), 'SIGKILL');
  return sorted(await words.nextOutputs(killedAt + 500, recoveredWithinSeconds));
}

function pidOf(stack: PodiumStack): number {
  const pid = new ProcessFaults(stack).pidOf('session-svc');
  if (pid === undefined) throw new Error('There is no process of session-svc.');
  return pid;
}

function figuresOf(
  delays: readonly number[],
  missing: number,
  load: { core: number; memory: number },
  recovered: readonly number[],
): Figure[] {
  const name = `${sessionCount} sessions at ${deltasPerSecond} deltas/s`;
  return [
    { name: `${name}: words measured`, value: delays.length, unit: '' },
    { name: `${name}: OpenCode to browser, p50`, value: percentile(delays, 0.5), unit: 'ms' },
    { name: `${name}: OpenCode to browser, p95`, value: percentile(delays, 0.95), unit: 'ms', atMost: 100 },
    { name: `${name}: words that never came`, value: missing, unit: '', atMost: 0 },
    { name: `${name}: session-svc, share of one core`, value: load.core, unit: '%', atMost: 60 },
    { name: `${name}: session-svc, resident`, value: load.memory, unit: 'MB', atMost: 300 },
    {
      name: `SIGKILL of session-svc to the next output, last of ${sessionCount}`,
      value: percentile(recovered, 1) / 1000,
      unit: 's',
      atMost: 15,
    },
  ];
}
