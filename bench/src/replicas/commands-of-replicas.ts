import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { lastSequence, RequestPublisher, streams } from '@podium/jetstream';
import { TaskPriority } from '@podium/proto';
import type { NatsConnection } from 'nats';
import { measure, median, type Figure } from '../harness.ts';
import { Scratch } from '../scratch.ts';
import { startTaskServices } from './task-service.ts';

const replicas = 3;
const rounds = 3;
const commandCount = 20_000;
/** Node.js compiles what is called often, and takes some thousand calls to find out. */
const warmUpCount = 5_000;
const publishedAtOnce = 500;
const limitSeconds = 120;
/** One each for the replicas, for NATS, for PostgreSQL and for the one who measures. */
const neededProcessors = replicas + 3;

/**
 * Commands per second that task-svc carries out as one process and as three, with the projection and the process
 * managers that belong to it. The requests are in the log before they are handed out: nobody waits for who asks.
 */
export function measureReplicas(): Promise<Figure[]> {
  const processors = availableParallelism();
  const hasEnough = processors >= neededProcessors;
  if (!hasEnough) {
    console.error(
      `  This machine has ${processors} processors; ${replicas} replicas beside their servers need ${neededProcessors}. ` +
        'What is measured says little, and nothing is promised.',
    );
  }
  return Scratch.use(async (scratch) => {
    const [natsUrl, databaseUrl] = [await scratch.nats('nats'), await scratch.postgres()];
    const nc = await scratch.connect(natsUrl);
    const measured = { one: new Array<number>(), several: new Array<number>() };
    const turns = [
      async () => measured.one.push(await commandsPerSecond(nc, 1, { natsUrl, databaseUrl })),
      async () => measured.several.push(await commandsPerSecond(nc, replicas, { natsUrl, databaseUrl })),
    ];
    for (let round = 0; round < rounds; round += 1) {
      // There and back, so that a machine that gets slower or faster meanwhile favours none.
      for (const turn of round % 2 === 0 ? turns : turns.toReversed()) await turn();
    }
    const ratios = measured.several.map((value, round) => value / (measured.one[round] ?? 0));
    const machine = hasEnough ? `${processors} processors` : `${processors} processors: too few`;
    return [
      median({ name: `commands, 1 replica of task-svc`, unit: '/s', rounds: measured.one }),
      median({ name: `commands, ${replicas} replicas of task-svc`, unit: '/s', rounds: measured.several }),
      median({
        name: `${replicas} replicas against 1 (${machine})`,
        unit: '×',
        rounds: ratios,
        ...(hasEnough && { atLeast: 1.8 }),
      }),
    ];
  });
}

async function commandsPerSecond(
  nc: NatsConnection,
  count: number,
  servers: Parameters<typeof startTaskServices>[1],
): Promise<number> {
  const services = await startTaskServices(count, servers);
  try {
    await carryOut(nc, warmUpCount);
    return commandCount / (await carryOut(nc, commandCount));
  } finally {
    await services.stop();
  }
}

/** Gives how many seconds it takes from the moment that the requests are handed out until the last one is a fact. */
async function carryOut(nc: NatsConnection, count: number): Promise<number> {
  await pauseRequests(nc, new Date(Date.now() + limitSeconds * 1_000));
  const before = await lastSequence(nc, streams.events);
  const publisher = new RequestPublisher(nc, { source: 'bench' });
  await measure(count, publishedAtOnce, () => askForTask(publisher));
  const begin = performance.now();
  await pauseRequests(nc, new Date(0));
  while ((await lastSequence(nc, streams.events)) < before + count) {
    if (performance.now() - begin > limitSeconds * 1_000) throw new Error(`Not all was done in ${limitSeconds} s.`);
    await sleep(5);
  }
  return (performance.now() - begin) / 1_000;
}

/** Holds the requests back until a time; one that is past lets them go. */
async function pauseRequests(nc: NatsConnection, until: Date): Promise<void> {
  const api = `$JS.API.CONSUMER.PAUSE.${streams.requests}.task-svc-requests`;
  const answer = await nc.request(api, JSON.stringify({ pause_until: until.toISOString() }), { timeout: 5_000 });
  const { error } = answer.json<{ error?: { description: string } }>();
  if (error) throw new Error(`Requests could not be held back: ${error.description}`);
}

async function askForTask(publisher: RequestPublisher): Promise<void> {
  const [taskId, requestId] = [randomUUID(), randomUUID()];
  const origin = { requestId, correlationId: requestId, causationId: requestId, actor: 'user:local-owner' };
  const data = { taskId, title: 'A task', description: '', priority: TaskPriority.MEDIUM, rank: 'a0' };
  await publisher.publish({ projectId: 'bench', id: taskId }, 'podium.task.v1.TaskCreateRequested', data, origin);
}
