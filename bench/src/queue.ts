import { setTimeout as sleep } from 'node:timers/promises';
import type { FactType, RecordedFact } from '@podium/proto';
import type { PodiumApi, TaskRef } from '@podium/stack-driver';
import { percentile, sorted, type Figure } from './harness.ts';
import { readyProject } from './projects.ts';
import { subscribe } from './subscribe.ts';
import type { StackUnderTest } from './stack-under-test.ts';

/** Enough to wait behind the slots during the whole measurement, as on a busy day. */
const taskCount = 200;
const rounds = 60;
const roundSeconds = 30;

/**
 * How long a slot stays empty: from the fact that a session has ended to the fact that the next one is admitted, both
 * by the clock of the service that writes them. Sessions hang, and are stopped one after the other.
 */
export async function measureQueue(underTest: StackUnderTest): Promise<Figure[]> {
  const { stack, api } = await underTest.started();
  const projectId = await readyProject(api, 'Measure: queue');
  const facts: RecordedFact[] = [];
  const socket = await subscribe(stack.url, projectId, (fact) => facts.push(fact));
  try {
    const tasks = await executedTasks(api, projectId);
    const samples: number[] = [];
    for (let round = 0; round < rounds; round++) samples.push(await freeASlot(api, facts, tasks));
    const ordered = sorted(samples);
    const name = `slot freed to next session admitted, ${taskCount} waiting`;
    return [
      { name: `${name}, p50`, value: percentile(ordered, 0.5), unit: 'ms' },
      { name: `${name}, p95`, value: percentile(ordered, 0.95), unit: 'ms', atMost: 200 },
    ];
  } finally {
    socket.close();
    await api.deleteProject(projectId);
  }
}

async function executedTasks(api: PodiumApi, projectId: string): Promise<ReadonlyMap<string, TaskRef>> {
  const tasks = new Map<string, TaskRef>();
  for (let index = 0; index < taskCount; index++) {
    const task = await api.createTask(projectId, { title: `Hang ${index}` });
    const { session_id } = await api.execute(task);
    tasks.set(session_id, task);
  }
  return tasks;
}

/** Stops a session that has begun; gives the milliseconds until the next one is admitted. */
async function freeASlot(
  api: PodiumApi,
  facts: readonly RecordedFact[],
  tasks: ReadonlyMap<string, TaskRef>,
): Promise<number> {
  const started = await until(() =>
    facts.find((fact) => isOf(fact, 'podium.session.v1.SessionStarted') && isLive(facts, fact)),
  );
  const task = tasks.get(sessionOf(started));
  if (!task) throw new Error('A session began that nobody executed.');
  await api.stop(task);
  const ended = await until(() => facts.find((fact) => isEnd(fact) && sessionOf(fact) === sessionOf(started)));
  const next = await until(() =>
    facts.find((fact) => isOf(fact, 'podium.session.v1.SessionAdmitted') && fact.position > ended.position),
  );
  return Date.parse(next.time) - Date.parse(ended.time);
}

function isLive(facts: readonly RecordedFact[], started: RecordedFact): boolean {
  return !facts.some((fact) => isEnd(fact) && sessionOf(fact) === sessionOf(started));
}

function isEnd(fact: RecordedFact): boolean {
  return (
    isOf(fact, 'podium.session.v1.SessionCancelled') ||
    isOf(fact, 'podium.session.v1.SessionCompleted') ||
    isOf(fact, 'podium.session.v1.SessionFailed')
  );
}

function isOf(fact: RecordedFact, type: FactType): boolean {
  return fact.type === type;
}

function sessionOf({ data }: RecordedFact): string {
  return ('sessionId' in data ? data.sessionId : undefined) ?? '';
}

async function until<T>(look: () => T | undefined): Promise<T> {
  const deadline = Date.now() + roundSeconds * 1_000;
  for (;;) {
    const found = look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`Nothing came within ${roundSeconds} s.`);
    await sleep(5);
  }
}
