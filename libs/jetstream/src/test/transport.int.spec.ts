import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Module, type INestApplication, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Outcome } from '@podium/event-sourcing';
import type { EventEnvelope } from '@podium/proto';
import { eventually, freshNats, type FreshNats } from '@podium/testing';
import type { NatsConnection } from 'nats';
import {
  connectToNats,
  ensureStreams,
  JetStreamTransport,
  OnRequest,
  readOutcomes,
  RequestPublisher,
  type DeliveryContext,
  type OutcomeEnvelope,
} from '../index.ts';

let server: FreshNats;
let nc: NatsConnection;

beforeAll(async () => {
  server = await freshNats();
  nc = await connectToNats({ url: server.url, name: 'transport.int' });
  await ensureStreams(nc);
});

afterAll(async () => {
  await nc.close();
  await server.dispose();
});

@Controller()
class Tasks {
  static readonly seen: { request: EventEnvelope; context: DeliveryContext }[] = [];

  @OnRequest('podium.task.v1.TaskDeleteRequested')
  async remove(
    request: EventEnvelope<'podium.task.v1.TaskDeleteRequested'>,
    context: DeliveryContext,
  ): Promise<Outcome> {
    Tasks.seen.push({ request, context });
    return { kind: 'rejected', rejection: { code: 'session_active', detail: 'A session is active' }, position: 0 };
  }
}

@Module({ controllers: [Tasks] })
class TestModule {}

describe('JetStreamTransport', () => {
  it('smoke', async () => {
    const app = await NestFactory.create(TestModule, { logger: ['error', 'warn'] });
    app.connectMicroservice({ strategy: new JetStreamTransport({ nc, service: 'smoke' }) });
    await app.startAllMicroservices();
    const stop = new AbortController();
    const outcomes: OutcomeEnvelope[] = [];
    void (async () => {
      for await (const o of readOutcomes(nc, { after: 0, signal: stop.signal })) outcomes.push(o);
    })();
    const requestId = randomUUID();
    const projectId = randomUUID();
    const id = randomUUID();
    await new RequestPublisher(nc, { source: 'test' }).publish(
      { projectId, id },
      'podium.task.v1.TaskDeleteRequested',
      { taskId: id },
      {
        requestId,
        correlationId: requestId,
        causationId: requestId,
        actor: 'user:me',
      },
    );
    await eventually(() => outcomes.length === 1);
    expect(outcomes[0]).toMatchObject({ type: 'podium.task.v1.TaskDeleteRejected', causationid: requestId });
    expect(Tasks.seen[0]?.context.deliveryCount).toBe(1);
    stop.abort();
    await app.close();
  });
});
