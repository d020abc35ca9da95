import { setTimeout as sleep } from 'node:timers/promises';
import type { RecordedFact } from '@podium/proto';
import { percentile, sorted, type Figure } from './harness.ts';
import { readyProject } from './projects.ts';
import type { StackUnderTest } from './stack-under-test.ts';
import { subscribe } from './subscribe.ts';

const clientCount = 100;
const factCount = 200;
const pauseMilliseconds = 50;
const arriveWithinSeconds = 30;

/**
 * From a fact's own time, taken by the service just before it appends, to each of the connected Socket.IO clients. All
 * clients live in this process, so their work on one another's messages is in the figure too.
 */
export async function measureLive(underTest: StackUnderTest): Promise<Figure[]> {
  const { stack, api } = await underTest.started();
  const { deliver } = await underTest.rawEngine();
  const projectId = await readyProject(api, 'Measure: live');
  const samples: number[] = [];
  const onEvent = (fact: RecordedFact) => {
    if (fact.type === 'podium.task.v1.TaskCreated') samples.push(Date.now() - Date.parse(fact.time));
  };
  const sockets = await Promise.all(
    Array.from({ length: clientCount }, () => subscribe(stack.url, projectId, onEvent)),
  );
  try {
    for (let index = 0; index < factCount; index++) {
      await Promise.all([api.createTask(projectId, { title: `Card ${index}` }), sleep(pauseMilliseconds)]);
    }
    const deadline = Date.now() + arriveWithinSeconds * 1000;
    while (samples.length < factCount * clientCount && Date.now() < deadline) await sleep(50);
    if (samples.length !== factCount * clientCount) {
      throw new Error(`${samples.length} of ${factCount * clientCount} events arrived.`);
    }
  } finally {
    for (const socket of sockets) socket.close();
    await api.deleteProject(projectId);
  }
  const ordered = sorted(samples);
  return [
    { name: 'raw publish to delivery, p50', value: percentile(deliver, 0.5), unit: 'ms' },
    { name: `append to Socket.IO, ${clientCount} clients, p50`, value: percentile(ordered, 0.5), unit: 'ms' },
    {
      name: `append to Socket.IO, ${clientCount} clients, p99`,
      value: percentile(ordered, 0.99),
      unit: 'ms',
      atMost: 30,
    },
    {
      name: 'append to Socket.IO p50 against raw delivery p50',
      value: percentile(ordered, 0.5) / percentile(deliver, 0.5),
      unit: '×',
    },
  ];
}
