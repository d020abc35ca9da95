import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Controller } from '@nestjs/common';
import type { EventEnvelope } from '@podium/proto';
import { eventually, freshNats, type FreshNats } from '@podium/testing';
import type { NatsConnection } from 'nats';
import { connectToNats, ensureStreams, OnRequest, streams, type DeliveryContext } from '../index.ts';
import { publishOutcome } from '../outcomes.ts';
import { askForDeletion, gate, startHandlers, unfinished } from './application.ts';
import { newAggregate } from './builders.ts';

jest.setTimeout(120_000);

type DeleteRequest = EventEnvelope<'podium.task.v1.TaskDeleteRequested'>;

let server: FreshNats;
let nc: NatsConnection;
/** Each test is a service of its own on an empty stream of requests. */
let service: string;

beforeAll(async () => {
  server = await freshNats();
  nc = await connectToNats({ url: server.url, name: 'requests-owners.int' });
  await ensureStreams(nc);
});

beforeEach(async () => {
  service = `s-${randomUUID().slice(0, 8)}`;
  const { streams: api } = await nc.jetstreamManager();
  await api.purge(streams.requests);
});

afterAll(async () => {
  await nc.close();
  await server.dispose();
});

const done = (): Promise<true> =>
  eventually(async () => (await unfinished(nc, streams.requests, `${service}-requests`)) === 0);

describe('OnRequest, with several instances', () => {
  it('shares the requests out, and each is handled once', async () => {
    const handledBy = [new Array<string>(), new Array<string>(), new Array<string>()];
    const instances = await Promise.all(
      handledBy.map((handled) => {
        @Controller()
        class Tasks {
          @OnRequest('podium.task.v1.TaskDeleteRequested')
          async delete(request: DeleteRequest): Promise<void> {
            handled.push(request.id);
            await new Promise((resolve) => setImmediate(resolve));
          }
        }
        return startHandlers(Tasks, { nc, service });
      }),
    );
    const asked = await Promise.all(Array.from({ length: 600 }, () => askForDeletion(nc)));
    await done();
    await Promise.all(instances.map((instance) => instance.close()));
    expect(handledBy.flat().sort()).toEqual(asked.map(({ id }) => id).sort());
    for (const handled of handledBy) expect(handled.length).toBeGreaterThan(100);
  });

  it('finishes what runs at shutdown, and leaves the rest to the next instance', async () => {
    const [begun, release] = [gate(), gate()];
    const handled: string[] = [];

    @Controller()
    class First {
      @OnRequest('podium.task.v1.TaskDeleteRequested')
      async remove(request: DeleteRequest): Promise<void> {
        begun.open();
        await release.opened;
        handled.push(`first ${request.id}`);
      }
    }

    @Controller()
    class Second {
      @OnRequest('podium.task.v1.TaskDeleteRequested')
      async remove(request: DeleteRequest): Promise<void> {
        handled.push(`second ${request.id}`);
      }
    }

    const aggregate = newAggregate();
    const running = await askForDeletion(nc, aggregate);
    const queued = await askForDeletion(nc, aggregate);
    const first = await startHandlers(First, { nc, service });
    await begun.opened;
    const closed = first.close();
    const { consumers } = await nc.jetstreamManager();
    await eventually(async () => (await consumers.info(streams.requests, `${service}-requests`)).num_waiting === 0);
    release.open();
    await closed;
    expect(handled).toEqual([`first ${running.id}`]);
    const startedAt = performance.now();
    const second = await startHandlers(Second, { nc, service });
    await done();
    expect(handled).toEqual([`first ${running.id}`, `second ${queued.id}`]);
    // Handed back, not left to the end of its acknowledgement's time.
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    await second.close();
  });

  it('goes to another instance when its owner dies', async () => {
    const begun = gate();
    const handled: string[] = [];

    @Controller()
    class Dying {
      @OnRequest('podium.task.v1.TaskDeleteRequested')
      async remove(): Promise<void> {
        begun.open();
        await new Promise(() => undefined);
      }
    }

    @Controller()
    class Heir {
      @OnRequest('podium.task.v1.TaskDeleteRequested')
      async remove(request: DeleteRequest, context: DeliveryContext): Promise<void> {
        handled.push(request.id);
        expect(context.deliveryCount).toBeGreaterThan(1);
      }
    }

    const connection = await connectToNats({ url: server.url, name: 'dying' });
    await startHandlers(Dying, { nc: connection, service, ackWaitSeconds: 1 });
    const request = await askForDeletion(nc);
    await begun.opened;
    await connection.close();
    const heir = await startHandlers(Heir, { nc, service, ackWaitSeconds: 1 });
    await done();
    expect(handled).toEqual([request.id]);
    await heir.close();
  });

  it('is not decided again by another instance if its outcome was written', async () => {
    const begun = gate();
    let decisions = 0;

    @Controller()
    class Tasks {
      @OnRequest('podium.task.v1.TaskDeleteRequested')
      async remove(): Promise<void> {
        decisions += 1;
        begun.open();
        await new Promise(() => undefined);
      }
    }

    const connection = await connectToNats({ url: server.url, name: 'dying' });
    await startHandlers(Tasks, { nc: connection, service, ackWaitSeconds: 1 });
    const aggregate = newAggregate();
    const request = await askForDeletion(nc, aggregate);
    await begun.opened;
    // As if the owner had died between writing the outcome and acknowledging the request.
    await publishOutcome(
      nc,
      { projectId: aggregate.projectId, lane: 'task', id: aggregate.id },
      request,
      { kind: 'unchanged' },
      service,
    );
    await connection.close();
    const heir = await startHandlers(Tasks, { nc, service, ackWaitSeconds: 1 });
    await done();
    expect(decisions).toBe(1);
    await heir.close();
  });
});
