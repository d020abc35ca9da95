import { randomUUID } from 'node:crypto';
import { Module, type INestApplication, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Aggregate } from '@podium/event-sourcing';
import { connectToLog, JetStreamEventLog, JetStreamTransport, RequestPublisher } from '@podium/jetstream';
import { schemaOf, TaskStatus, type EventEnvelope } from '@podium/proto';
import { freshNats, type FreshNats } from '@podium/testing';
import type { NatsConnection } from 'nats';
import { podium, type RunOptions, type Said } from './captured.ts';

/** A NATS with Podium's streams, and the CLI that talks to it. */
export interface TestStack {
  readonly nc: NatsConnection;
  readonly url: string;
  run(...args: string[]): Promise<Said>;
  runWith(options: RunOptions, ...args: string[]): Promise<Said>;
  dispose(): Promise<void>;
}

export async function startTestStack(): Promise<TestStack> {
  const server: FreshNats = await freshNats();
  const nc = await connectToLog({ url: server.url, name: 'cli.int' });
  const runWith = (options: RunOptions, ...args: string[]): Promise<Said> =>
    podium(args, { ...options, env: { NATS_URL: server.url, ...options.env } });
  return {
    nc,
    url: server.url,
    run: (...args) => runWith({}, ...args),
    runWith,
    dispose: async () => {
      await nc.close();
      await server.dispose();
    },
  };
}

export function task(projectId = `p-${randomUUID().slice(0, 8)}`): Aggregate {
  return { projectId, context: 'task', id: randomUUID() };
}

/** Asks for a move, and writes the facts that come of it: one for each rank, each the cause of the next. */
export async function moveTask(
  nc: NatsConnection,
  aggregate: Aggregate,
  ...ranks: string[]
): Promise<EventEnvelope<'podium.task.v1.TaskMoved'>[]> {
  const requestId = randomUUID();
  const from = { requestId, correlationId: requestId, causationId: requestId, actor: 'user:anna' };
  const { projectId, id } = aggregate;
  const publisher = new RequestPublisher(nc, { source: 'test' });
  await publisher.publish({ projectId, id }, 'podium.task.v1.TaskDeleteRequested', { taskId: id }, from);
  const log = new JetStreamEventLog(nc);
  const earlier = await log.load(aggregate);
  let last = earlier.at(-1)?.position ?? 0;
  let causationId: string = requestId;
  const facts: EventEnvelope<'podium.task.v1.TaskMoved'>[] = [];
  for (const [index, rank] of ranks.entries()) {
    const fact = moved(aggregate, rank, { requestId, causationId, version: earlier.length + index + 1 });
    last = await log.append(aggregate, last, [fact]);
    causationId = fact.id;
    facts.push(fact);
  }
  return facts;
}

function moved(
  aggregate: Aggregate,
  rank: string,
  at: { requestId: string; causationId: string; version: number },
): EventEnvelope<'podium.task.v1.TaskMoved'> {
  const type = 'podium.task.v1.TaskMoved';
  return {
    specversion: '1.0',
    id: randomUUID(),
    source: '/podium/test',
    type,
    subject: `${aggregate.projectId}/task/${aggregate.id}`,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    dataschema: schemaOf(type),
    data: { taskId: aggregate.id, from: TaskStatus.TODO, to: TaskStatus.DONE, rank } as EventEnvelope<
      typeof type
    >['data'],
    correlationid: at.requestId,
    causationid: at.causationId,
    actor: 'user:anna',
    version: at.version,
  };
}

/** A service with one controller. Attempts follow each other quickly. */
export async function startService(nc: NatsConnection, service: string, controller: Type): Promise<INestApplication> {
  @Module({ controllers: [controller] })
  class TestModule {}

  const app = await NestFactory.create(TestModule, { logger: false });
  const retry = { firstBackoffMs: 5, maxBackoffMs: 20, maxAttempts: 2 };
  app.connectMicroservice({ strategy: new JetStreamTransport({ nc, service, retry }) });
  await app.startAllMicroservices();
  return app;
}
