import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Controller, type Type } from '@nestjs/common';
import type { Recorded } from '@podium/proto';
import { eventually, freshNats, type FreshNats } from '@podium/testing';
import type { NatsConnection } from 'nats';
import { connectToNats, ensureStreams, JetStreamEventLog, OnFact, streams } from '../index.ts';
import { gate, moveTask, parked, startHandlers } from './application.ts';
import { newAggregate, taskMoved } from './builders.ts';

jest.setTimeout(120_000);

type Moved = Recorded<'podium.task.v1.TaskMoved'>;

let server: FreshNats;
let nc: NatsConnection;
let service: string;

beforeAll(async () => {
  server = await freshNats();
  nc = await connectToNats({ url: server.url, name: 'facts-owners.int' });
  await ensureStreams(nc);
});

beforeEach(() => {
  service = `s-${randomUUID().slice(0, 8)}`;
});

afterAll(async () => {
  await nc.close();
  await server.dispose();
});

describe('OnFact, with several instances', () => {
  it('has one active instance; after its death another one begins with what was left unfinished', async () => {
    const aggregate = newAggregate();
    const begun = gate();
    const handled: string[] = [];
    const process = (name: string, dieAt?: string): Type => {
      @Controller()
      class Process {
        @OnFact('take-over', ['podium.task.v1.TaskMoved'])
        async onMoved(fact: Moved): Promise<void> {
          if (fact.data.taskId !== aggregate.id) return;
          if (fact.data.rank === dieAt) {
            begun.open();
            await new Promise(() => undefined);
          }
          handled.push(`${name} ${fact.data.rank}`);
        }
      }
      return Process;
    };

    const connection = await connectToNats({ url: server.url, name: 'dying' });
    await startHandlers(process('first', 'c'), { nc: connection, service });
    await moveTask(nc, aggregate, 'a');
    await eventually(() => handled.length === 1);
    const second = await startHandlers(process('second'), { nc, service });
    await moveTask(nc, aggregate, 'b', 'c', 'd');
    await begun.opened;
    await connection.close();
    await moveTask(nc, aggregate, 'e');
    await eventually(() => handled.length === 5);
    expect(handled).toEqual(['first a', 'first b', 'second c', 'second d', 'second e']);
    await second.close();
  });

  it('is taken over at once from an instance that shuts down, and parking holds for the next one', async () => {
    const [bad, good] = [newAggregate(), newAggregate()];
    const handled: string[] = [];
    const process = (name: string): Type => {
      @Controller()
      class Process {
        @OnFact('hand-over', ['podium.task.v1.TaskMoved'])
        async onMoved(fact: Moved): Promise<void> {
          if (![bad.id, good.id].includes(fact.data.taskId)) return;
          if (fact.data.rank === 'poison') throw new Error('poison');
          handled.push(`${name} ${fact.data.rank}`);
        }
      }
      return Process;
    };

    const first = await startHandlers(process('first'), { nc, service });
    await moveTask(nc, bad, 'poison');
    await eventually(async () => (await parked(nc, service, 'hand-over')).length === 1);
    const second = await startHandlers(process('second'), { nc, service });
    await moveTask(nc, good, 'a');
    await eventually(() => handled.length === 1);
    const startedAt = performance.now();
    await first.close();
    await moveTask(nc, bad, 'after');
    await moveTask(nc, good, 'b');
    await eventually(() => handled.length === 2);
    expect(performance.now() - startedAt).toBeLessThan(2_500);
    expect(handled).toEqual(['first a', 'second b']);
    await eventually(async () => (await parked(nc, service, 'hand-over')).length === 2);
    await second.close();
  });

  it('takes what its consumer listens to from the methods, also when they change', async () => {
    const aggregate = newAggregate({ context: 'session' });
    const handled: string[] = [];

    @Controller()
    class Before {
      @OnFact('changing', ['podium.task.v1.TaskDeleted'])
      async onDeleted(): Promise<void> {
        throw new Error('must not be called');
      }
    }

    @Controller()
    class After {
      @OnFact('changing', ['podium.task.v1.TaskDeleted', 'podium.session.v1.SessionAdmitted'])
      async onEither(
        fact: Recorded<'podium.task.v1.TaskDeleted' | 'podium.session.v1.SessionAdmitted'>,
      ): Promise<void> {
        handled.push(fact.type);
      }
    }

    const before = await startHandlers(Before, { nc, service });
    await before.close();
    const after = await startHandlers(After, { nc, service });
    const type = 'podium.session.v1.SessionAdmitted' as const;
    await new JetStreamEventLog(nc).append(aggregate, 0, [
      { ...taskMoved(aggregate), type, data: { sessionId: aggregate.id, taskId: 't' } },
    ]);
    await eventually(() => handled.length === 1);
    await after.close();
  });

  it('makes its consumer anew when someone deletes it', async () => {
    const aggregate = newAggregate();
    const handled = new Set<string>();

    @Controller()
    class Process {
      @OnFact('deleted', ['podium.task.v1.TaskMoved'])
      async onMoved(fact: Moved): Promise<void> {
        if (fact.data.taskId === aggregate.id) handled.add(fact.data.rank);
      }
    }

    const app = await startHandlers(Process, { nc, service });
    await moveTask(nc, aggregate, 'a');
    await eventually(() => handled.has('a'));
    const jsm = await nc.jetstreamManager();
    await jsm.consumers.delete(streams.events, `${service}-deleted`);
    await moveTask(nc, aggregate, 'b');
    await eventually(() => handled.has('b'));
    await app.close();
  });
});
