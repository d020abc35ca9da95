import { randomUUID } from 'node:crypto';
import { Module, type INestApplication, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { EventEnvelope } from '@podium/proto';
import { NatsError, type JetStreamManager, type NatsConnection } from 'nats';
import { batchGet } from '../batch-get.ts';
import type { ParkedReference } from '../nest/parking.ts';
import { parkedSubject } from '../subjects.ts';
import { decodedObject } from '../wire.ts';
import {
  JetStreamEventLog,
  JetStreamTransport,
  RequestPublisher,
  streams,
  type JetStreamTransportOptions,
} from '../index.ts';
import { newAggregate, taskMoved } from './builders.ts';

/** A hybrid application with one controller, as services are. Backoffs are short unless told. */
export async function startHandlers(
  controller: Type,
  options: Pick<JetStreamTransportOptions, 'nc' | 'service'> & Partial<JetStreamTransportOptions>,
): Promise<INestApplication> {
  @Module({ controllers: [controller] })
  class TestModule {}

  const app = await NestFactory.create(TestModule, { logger: false });
  const retry = { firstBackoffMs: 5, maxBackoffMs: 20, maxAttempts: 4, ...options.retry };
  app.connectMicroservice({ strategy: new JetStreamTransport({ ...options, retry }) });
  await app.startAllMicroservices();
  return app;
}

/** Asks for the deletion of a task. */
export async function askForDeletion(
  nc: NatsConnection,
  { projectId, id } = newAggregate(),
): Promise<EventEnvelope<'podium.task.v1.TaskDeleteRequested'>> {
  const requestId = randomUUID();
  const origin = { requestId, correlationId: requestId, causationId: requestId, actor: 'user:tester' };
  return new RequestPublisher(nc, { source: 'test' }).publish(
    { projectId, id },
    'podium.task.v1.TaskDeleteRequested',
    { taskId: id },
    origin,
  );
}

/** Puts a session to be run into its lane. */
export async function askForRun(
  nc: NatsConnection,
  { projectId, id } = newAggregate(),
): Promise<EventEnvelope<'podium.session.v1.SessionRunRequested'>> {
  const requestId = randomUUID();
  const origin = { requestId, correlationId: requestId, causationId: requestId, actor: 'service:test' };
  const to = { projectId, id, lane: 'session-run' } as const;
  return new RequestPublisher(nc, { source: 'test' }).publish(
    to,
    'podium.session.v1.SessionRunRequested',
    { sessionId: id, taskId: 't' },
    origin,
  );
}

/** Writes facts of one aggregate, with the ranks given. */
export async function moveTask(
  nc: NatsConnection,
  aggregate: ReturnType<typeof newAggregate>,
  ...ranks: string[]
): Promise<void> {
  const log = new JetStreamEventLog(nc);
  let last = (await log.load(aggregate)).at(-1)?.position ?? 0;
  for (const rank of ranks) last = await log.append(aggregate, last, [taskMoved(aggregate, { rank })]);
}

/** What a consumer has parked. */
export async function parked(nc: NatsConnection, service: string, consumer: string): Promise<ParkedReference[]> {
  const messages = await batchGet(nc, {
    stream: streams.parked,
    subject: parkedSubject(service, `${service}-${consumer}`),
    after: 0,
  });
  return messages.map((message) => decodedObject(message.data, 'A reference') as unknown as ParkedReference);
}

/**
 * Messages that a durable consumer has delivered and not got acknowledged, and those that it has still to deliver. The
 * server counts a message as pending only a moment after it has acknowledged the writing, so that its count alone would
 * miss the newest.
 */
export async function unfinished(nc: NatsConnection, stream: string, consumer: string): Promise<number> {
  const jsm = await nc.jetstreamManager();
  const { filter_subject, filter_subjects } = (await jsm.consumers.info(stream, consumer)).config;
  const filters = filter_subjects ?? [filter_subject ?? '>'];
  const newest = await Promise.all(filters.map((filter) => lastSequence(jsm, stream, filter)));
  const info = await jsm.consumers.info(stream, consumer);
  const isCounted = info.delivered.stream_seq >= Math.max(0, ...newest);
  return Math.max(info.num_ack_pending + info.num_pending, isCounted ? 0 : 1);
}

async function lastSequence(jsm: JetStreamManager, stream: string, subject: string): Promise<number> {
  try {
    return (await jsm.streams.getMessage(stream, { last_by_subj: subject })).seq;
  } catch (error) {
    if (error instanceof NatsError && error.api_error?.code === 404) return 0;
    throw error;
  }
}

/** A promise that is settled from outside. */
export function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}
