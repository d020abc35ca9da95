import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Controller } from '@nestjs/common';
import type { Recorded } from '@podium/proto';
import { eventually, freshNats, type FreshNats } from '@podium/testing';
import type { NatsConnection } from 'nats';
import {
  connectToNats,
  ensureStreams,
  factSubject,
  JetStreamEventLog,
  OnFact,
  streams,
  type DeliveryContext,
} from '../index.ts';
import { moveTask, parked, startHandlers, unfinished } from './application.ts';
import { newAggregate, taskMoved } from './builders.ts';

jest.setTimeout(120_000);

type Moved = Recorded<'podium.task.v1.TaskMoved'>;

let server: FreshNats;
let nc: NatsConnection;
let service: string;

beforeAll(async () => {
  server = await freshNats();
  nc = await connectToNats({ url: server.url, name: 'facts.int' });
  await ensureStreams(nc);
});

beforeEach(() => {
  service = `s-${randomUUID().slice(0, 8)}`;
});

afterAll(async () => {
  await nc.close();
  await server.dispose();
});

const done = (process: string): Promise<true> =>
  eventually(async () => (await unfinished(nc, streams.events, `${service}-${process}`)) === 0);

describe('OnFact', () => {
  it('calls the method for the types asked for, with the position, and passes over the others', async () => {
    const facts: Recorded<'podium.task.v1.TaskMoved' | 'podium.task.v1.TaskDeleted'>[] = [];
    const contexts: DeliveryContext[] = [];
    const aggregate = newAggregate();

    @Controller()
    class Process {
      @OnFact('followup', ['podium.task.v1.TaskMoved', 'podium.task.v1.TaskDeleted'])
      async onMoved(
        fact: Recorded<'podium.task.v1.TaskMoved' | 'podium.task.v1.TaskDeleted'>,
        context: DeliveryContext,
      ): Promise<void> {
        if (!fact.subject.startsWith(aggregate.projectId)) return;
        facts.push(fact);
        contexts.push(context);
      }
    }

    const app = await startHandlers(Process, { nc, service });
    const log = new JetStreamEventLog(nc);
    const moved = taskMoved(aggregate);
    const position = await log.append(aggregate, 0, [moved]);
    const edited = {
      ...moved,
      id: randomUUID(),
      type: 'podium.task.v1.TaskEdited' as const,
      data: { taskId: aggregate.id },
    };
    await log.append(aggregate, position, [edited]);
    await done('followup');
    expect(facts).toEqual([{ ...moved, position }]);
    expect(contexts).toMatchObject([{ streamSequence: position, deliveryCount: 1 }]);
    await app.close();
  });

  it('parks the whole aggregate of a fact that always fails, goes on with the rest, and remembers it', async () => {
    const [bad, good] = [newAggregate(), newAggregate()];
    const handled: string[] = [];
    let attempts = 0;

    @Controller()
    class Process {
      @OnFact('lifecycle', ['podium.task.v1.TaskMoved'])
      async onMoved(fact: Moved): Promise<void> {
        if (![bad.id, good.id].includes(fact.data.taskId)) return;
        if (fact.data.rank === 'poison') {
          attempts += 1;
          throw Object.assign(new RangeError('no such rank'), { code: 'rank' });
        }
        handled.push(fact.data.rank);
      }
    }

    const app = await startHandlers(Process, { nc, service });
    await moveTask(nc, bad, 'a1', 'poison', 'a3');
    await moveTask(nc, good, 'b1', 'b2');
    await done('lifecycle');
    expect([...handled].sort()).toEqual(['a1', 'b1', 'b2']);
    expect(attempts).toBe(4);
    await app.close();

    const again = await startHandlers(Process, { nc, service });
    await moveTask(nc, bad, 'a4');
    await moveTask(nc, good, 'b3');
    await done('lifecycle');
    expect(handled.slice(3)).toEqual(['b3']);
    const subject = `evt.${bad.projectId}.task.${bad.id}`;
    const references = await parked(nc, service, 'lifecycle');
    expect(references).toMatchObject([
      {
        stream: streams.events,
        subject,
        attempts: 4,
        error: { name: 'RangeError', code: 'rank', message: 'no such rank' },
      },
      { stream: streams.events, subject, attempts: 0 },
      { stream: streams.events, subject, attempts: 0 },
    ]);
    const log = await new JetStreamEventLog(nc).load(bad);
    expect(references.map(({ sequence }) => sequence)).toEqual(log.slice(1).map(({ position }) => position));
    await again.close();
  });

  it('keeps the order of an aggregate while one of its facts is tried again, and does not stop the others', async () => {
    const [slow, quick] = [newAggregate(), newAggregate()];
    const handled: string[] = [];
    let mayPass = false;

    @Controller()
    class Process {
      @OnFact('ordered', ['podium.task.v1.TaskMoved'])
      async onMoved(fact: Moved): Promise<void> {
        if (![slow.id, quick.id].includes(fact.data.taskId)) return;
        if (fact.data.rank === 's1' && !mayPass) throw new Error('not yet');
        handled.push(fact.data.rank);
      }
    }

    // One slot: a fact that waits for its next attempt must not occupy it.
    const app = await startHandlers(Process, { nc, service, maxConcurrent: 1, retry: { maxAttempts: 1_000 } });
    await moveTask(nc, slow, 's1', 's2', 's3');
    await moveTask(nc, quick, 'q1', 'q2');
    await eventually(() => handled.length === 2);
    mayPass = true;
    await done('ordered');
    expect(handled).toEqual(['q1', 'q2', 's1', 's2', 's3']);
    await app.close();
  });

  it('goes on after the server was killed, with every fact in order', async () => {
    const aggregate = newAggregate();
    const handled: string[] = [];

    @Controller()
    class Process {
      @OnFact('restarts', ['podium.task.v1.TaskMoved'])
      async onMoved(fact: Moved): Promise<void> {
        if (fact.data.taskId === aggregate.id) handled.push(fact.data.rank);
      }
    }

    const app = await startHandlers(Process, { nc, service, ackWaitSeconds: 2 });
    await moveTask(nc, aggregate, 'a', 'b', 'c');
    await eventually(() => handled.length === 3);
    await server.kill();
    await server.start();
    await moveTask(nc, aggregate, 'd', 'e');
    await eventually(() => handled.includes('e'));
    await done('restarts');
    expect(handled).toEqual(['a', 'b', 'c', 'd', 'e']);
    await app.close();
  });

  it('parks what can not be read, instead of stopping there', async () => {
    const aggregate = newAggregate();
    const handled: string[] = [];

    @Controller()
    class Process {
      @OnFact('unreadable', ['podium.task.v1.TaskMoved'])
      async onMoved(fact: Moved): Promise<void> {
        if (fact.data.taskId === aggregate.id) handled.push(fact.data.rank);
      }
    }

    const app = await startHandlers(Process, { nc, service });
    await nc.jetstream().publish(factSubject(newAggregate()), 'no JSON');
    await moveTask(nc, aggregate, 'a');
    await eventually(() => handled.length === 1);
    await done('unreadable');
    expect(await parked(nc, service, 'unreadable')).toMatchObject([
      { error: { name: 'UnreadableMessageError', code: 'unreadable_message' } },
    ]);
    await app.close();
  });
});
