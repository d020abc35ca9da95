import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Controller } from '@nestjs/common';
import { LogUnavailableError, type Outcome } from '@podium/event-sourcing';
import type { EventEnvelope } from '@podium/proto';
import { eventually, freshNats, type FreshNats } from '@podium/testing';
import type { NatsConnection } from 'nats';
import {
  connectToNats,
  ensureStreams,
  OnRequest,
  readOutcomes,
  streams,
  type DeliveryContext,
  type OutcomeEnvelope,
} from '../index.ts';
import { askForDeletion, parked, startHandlers, unfinished } from './application.ts';
import { newAggregate } from './builders.ts';

jest.setTimeout(120_000);

type DeleteRequest = EventEnvelope<'podium.task.v1.TaskDeleteRequested'>;

let server: FreshNats;
let nc: NatsConnection;
/** Each test is a service of its own on an empty stream of requests. */
let service: string;
const outcomes: OutcomeEnvelope[] = [];
const stopping = new AbortController();

beforeAll(async () => {
  server = await freshNats();
  nc = await connectToNats({ url: server.url, name: 'requests.int' });
  await ensureStreams(nc);
  void (async () => {
    for await (const outcome of readOutcomes(nc, { after: 0, signal: stopping.signal })) outcomes.push(outcome);
  })();
});

beforeEach(async () => {
  service = `s-${randomUUID().slice(0, 8)}`;
  const { streams: api } = await nc.jetstreamManager();
  await api.purge(streams.requests);
});

afterAll(async () => {
  stopping.abort();
  await nc.close();
  await server.dispose();
});

const outcomeOf = (request: DeleteRequest): OutcomeEnvelope[] =>
  outcomes.filter(({ causationid }) => causationid === request.id);
const done = (): Promise<true> =>
  eventually(async () => (await unfinished(nc, streams.requests, `${service}-requests`)) === 0);

describe('OnRequest', () => {
  it('calls the method with the request and its delivery, and publishes what it returns', async () => {
    const calls: { request: DeleteRequest; context: DeliveryContext }[] = [];
    const answers: Outcome[] = [
      { kind: 'rejected', rejection: { code: 'session_active', detail: 'A session is active.' }, position: 3 },
      { kind: 'unchanged', position: 3 },
      { kind: 'accepted', facts: [], position: 4, repeated: false },
    ];

    @Controller()
    class Tasks {
      @OnRequest('podium.task.v1.TaskDeleteRequested')
      async remove(request: DeleteRequest, context: DeliveryContext): Promise<Outcome> {
        calls.push({ request, context });
        return answers[calls.length - 1] as Outcome;
      }
    }

    const app = await startHandlers(Tasks, { nc, service });
    const aggregate = newAggregate();
    const rejected = await askForDeletion(nc, aggregate);
    const unchanged = await askForDeletion(nc, aggregate);
    const accepted = await askForDeletion(nc, aggregate);
    await done();

    expect(calls.map(({ request }) => request)).toEqual([rejected, unchanged, accepted]);
    expect(calls[0]?.context).toMatchObject({
      deliveryCount: 1,
      subject: `req.${aggregate.projectId}.task.${aggregate.id}`,
      streamSequence: expect.any(Number),
    });
    await eventually(() => outcomeOf(unchanged).length === 1);
    expect(outcomeOf(rejected)).toMatchObject([
      {
        type: 'podium.task.v1.TaskDeleteRejected',
        subject: rejected.subject,
        correlationid: rejected.correlationid,
        data: { rejection: { code: 'session_active', detail: 'A session is active.' } },
      },
    ]);
    expect(outcomeOf(unchanged)).toMatchObject([
      { type: 'podium.common.v1.RequestHadNoEffect', data: { requestType: 'podium.task.v1.TaskDeleteRequested' } },
    ]);
    expect(outcomeOf(accepted)).toEqual([]);
    await app.close();
  });

  it('is called at most as often at the same time as told, and one after the other per aggregate', async () => {
    const running = new Map<string, number>();
    const seen: string[] = [];
    let most = 0;

    @Controller()
    class Tasks {
      @OnRequest('podium.task.v1.TaskDeleteRequested')
      async remove(request: DeleteRequest): Promise<void> {
        const before = running.get(request.subject) ?? 0;
        expect(before).toBe(0);
        running.set(request.subject, 1);
        most = Math.max(most, running.size);
        await new Promise((resolve) => setTimeout(resolve, 5));
        running.delete(request.subject);
        seen.push(request.id);
      }
    }

    const app = await startHandlers(Tasks, { nc, service, maxConcurrent: 3 });
    const aggregates = Array.from({ length: 8 }, () => newAggregate());
    const asked = await Promise.all(
      aggregates.map(async (aggregate) => {
        const requests: DeleteRequest[] = [];
        for (let index = 0; index < 6; index += 1) requests.push(await askForDeletion(nc, aggregate));
        return requests.map(({ id }) => id);
      }),
    );
    await done();
    expect(most).toBe(3);
    expect(seen).toHaveLength(48);
    for (const ids of asked) expect(seen.filter((id) => ids.includes(id))).toEqual(ids);
    await app.close();
  });

  it('tries again after an error, without deciding again what was decided', async () => {
    let calls = 0;

    @Controller()
    class Tasks {
      @OnRequest('podium.task.v1.TaskDeleteRequested')
      async remove(): Promise<Outcome> {
        calls += 1;
        if (calls < 3) throw new TypeError('not yet');
        return { kind: 'unchanged', position: 1 };
      }
    }

    const app = await startHandlers(Tasks, { nc, service });
    const request = await askForDeletion(nc);
    await eventually(() => outcomeOf(request).length === 1);
    await done();
    expect(calls).toBe(3);
    await app.close();
  });

  it('waits for the log as long as it takes', async () => {
    let calls = 0;

    @Controller()
    class Tasks {
      @OnRequest('podium.task.v1.TaskDeleteRequested')
      async remove(): Promise<void> {
        calls += 1;
        if (calls <= 10) throw new LogUnavailableError('away');
      }
    }

    const app = await startHandlers(Tasks, { nc, service, retry: { maxAttempts: 2 } });
    await askForDeletion(nc);
    await done();
    expect(calls).toBe(11);
    expect(await parked(nc, service, 'requests')).toEqual([]);
    await app.close();
  });

  it('puts a request aside that always fails, tells who asked, and goes on with the same aggregate', async () => {
    let poison = '';
    const handled: string[] = [];

    @Controller()
    class Tasks {
      @OnRequest('podium.task.v1.TaskDeleteRequested')
      async remove(request: DeleteRequest): Promise<void> {
        if (request.id === poison) throw new TypeError('poison');
        handled.push(request.id);
      }
    }

    const aggregate = newAggregate();
    const bad = await askForDeletion(nc, aggregate);
    poison = bad.id;
    const good = await askForDeletion(nc, aggregate);
    const app = await startHandlers(Tasks, { nc, service });
    await done();

    expect(handled).toEqual([good.id]);
    await eventually(() => outcomeOf(bad).length === 1);
    expect(outcomeOf(bad)).toMatchObject([
      { type: 'podium.task.v1.TaskDeleteRejected', data: { rejection: { code: 'internal_error' } } },
    ]);
    expect(await parked(nc, service, 'requests')).toMatchObject([
      {
        stream: streams.requests,
        subject: `req.${aggregate.projectId}.task.${aggregate.id}`,
        attempts: 4,
        error: { name: 'TypeError', message: 'poison' },
      },
    ]);
    await app.close();
  });

  it('refuses two methods for one type', async () => {
    @Controller()
    class Twice {
      @OnRequest('podium.task.v1.TaskDeleteRequested')
      async one(): Promise<void> {
        throw new Error('must not be called');
      }

      @OnRequest('podium.task.v1.TaskDeleteRequested')
      async two(): Promise<void> {
        throw new Error('must not be called');
      }
    }

    await expect(startHandlers(Twice, { nc, service })).rejects.toThrow(/Two methods/);
  });
});
