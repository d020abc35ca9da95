import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Controller, type INestApplication } from '@nestjs/common';
import type { EventEnvelope, Recorded } from '@podium/proto';
import { eventually, freshNats, type FreshNats } from '@podium/testing';
import type { NatsConnection } from 'nats';
import {
  connectToNats,
  ensureStreams,
  OnFact,
  OnRequest,
  ParkedMessages,
  replayConsumer,
  streams,
  type ParkedMessage,
} from '../index.ts';
import { askForDeletion, moveTask, startHandlers, unfinished } from './application.ts';
import { newAggregate } from './builders.ts';

jest.setTimeout(120_000);

type Moved = Recorded<'podium.task.v1.TaskMoved'>;

let server: FreshNats;
let nc: NatsConnection;
let service: string;
let handled: string[];
let broken: Set<string>;

beforeAll(async () => {
  server = await freshNats();
  nc = await connectToNats({ url: server.url, name: 'parked.int' });
  await ensureStreams(nc);
});

beforeEach(() => {
  service = `s-${randomUUID().slice(0, 8)}`;
  handled = [];
  broken = new Set(['poison']);
});

afterAll(async () => {
  await nc.close();
  await server.dispose();
});

/** An instance whose handler fails at the ranks that are broken, and works for one aggregate. */
function start(aggregate: { id: string }, name = ''): Promise<INestApplication> {
  @Controller()
  class Process {
    @OnFact('moves', ['podium.task.v1.TaskMoved'])
    async onMoved({ data }: Moved): Promise<void> {
      if (data.taskId !== aggregate.id) return;
      if (broken.has(data.rank)) throw new RangeError(`no such rank: ${data.rank}`);
      handled.push(`${name}${data.rank}`);
    }
  }
  return startHandlers(Process, { nc, service });
}

const consumer = (): string => `${service}-moves`;
const done = (): Promise<true> => eventually(async () => (await unfinished(nc, streams.events, consumer())) === 0);
const list = (): Promise<ParkedMessage[]> => new ParkedMessages(nc).list(consumer());
const first = async (): Promise<ParkedMessage> => {
  const [message] = await list();
  if (!message) throw new Error('Nothing is parked');
  return message;
};
const operator = { actor: 'operator:test' };

describe('parked messages', () => {
  it('are handed back in order, and their aggregate goes on', async () => {
    const aggregate = newAggregate();
    const app = await start(aggregate);
    await moveTask(nc, aggregate, 'a', 'poison', 'b', 'c');
    await done();
    expect(await list()).toHaveLength(3);
    expect([...(await new ParkedMessages(nc).counts())]).toContainEqual([`${service}.${consumer()}`, 3]);

    broken.clear();
    const [head] = await list();
    const result = await new ParkedMessages(nc).retry(await first(), operator);
    expect(result.failed).toBeUndefined();
    expect(result.handled[0]).toBe(head?.reference.sequence);
    expect(handled).toEqual(['a', 'poison', 'b', 'c']);
    expect(await list()).toEqual([]);

    await moveTask(nc, aggregate, 'd');
    await done();
    expect(handled).toEqual(['a', 'poison', 'b', 'c', 'd']);
    const resolutions = (await new ParkedMessages(nc).resolutions()).filter(
      ({ reference }) => reference.service === service,
    );
    expect(resolutions.map(({ resolution, actor }) => [resolution, actor])).toEqual(
      Array.from({ length: 3 }, () => ['retried', operator.actor]),
    );
    await app.close();
  });

  it('stay parked from the first one on that fails again', async () => {
    const aggregate = newAggregate();
    const app = await start(aggregate);
    await moveTask(nc, aggregate, 'poison', 'a', 'bad', 'b');
    await done();
    broken = new Set(['bad']);
    const result = await new ParkedMessages(nc).retry(await first(), operator);
    expect(result.handled).toHaveLength(2);
    expect(result.failed?.error).toMatchObject({ name: 'RangeError', message: 'no such rank: bad' });
    expect(handled).toEqual(['poison', 'a']);
    expect(await list()).toHaveLength(2);
    await moveTask(nc, aggregate, 'c');
    await done();
    expect(handled).toEqual(['poison', 'a']);
    expect(await list()).toHaveLength(3);
    await app.close();
  });

  it('go to the active instance, and a stand-by one that takes over knows that they are gone', async () => {
    const aggregate = newAggregate();
    const active = await start(aggregate, '1');
    await moveTask(nc, aggregate, 'poison');
    await eventually(async () => (await list()).length === 1);
    const standby = await start(aggregate, '2');
    broken.clear();
    await new ParkedMessages(nc).retry(await first(), operator);
    expect(handled).toEqual(['1poison']);
    await active.close();
    await moveTask(nc, aggregate, 'a');
    await eventually(() => handled.length === 2);
    expect(handled).toEqual(['1poison', '2a']);
    await standby.close();
  });

  it('are given up by discarding, which is kept with its reason; the aggregate goes on after the last one', async () => {
    const aggregate = newAggregate();
    const app = await start(aggregate);
    await moveTask(nc, aggregate, 'poison');
    await done();
    const message = await first();
    await new ParkedMessages(nc).discard(message, { ...operator, reason: 'a test' });
    expect(await list()).toEqual([]);
    expect((await new ParkedMessages(nc).resolutions()).at(-1)).toMatchObject({
      id: message.id,
      resolution: 'discarded',
      reason: 'a test',
      reference: message.reference,
    });
    await moveTask(nc, aggregate, 'a');
    await eventually(() => handled.length === 1);
    expect(handled).toEqual(['a']);
    await app.close();
  });

  it('can not be handed back while their consumer does not run', async () => {
    const aggregate = newAggregate();
    const app = await start(aggregate);
    await moveTask(nc, aggregate, 'poison');
    await done();
    await app.close();
    const message = await first();
    await expect(new ParkedMessages(nc).retry(message, operator, 2_000)).rejects.toMatchObject({
      code: 'consumer_not_running',
    });
    expect(await list()).toEqual([message]);
  });

  it('that are requests are asked again', async () => {
    let isBroken = true;
    const requests: string[] = [];

    @Controller()
    class Requests {
      @OnRequest('podium.task.v1.TaskDeleteRequested')
      async onDelete(request: EventEnvelope<'podium.task.v1.TaskDeleteRequested'>): Promise<void> {
        if (isBroken) throw new Error('broken');
        requests.push(request.id);
      }
    }

    const app = await startHandlers(Requests, { nc, service });
    const request = await askForDeletion(nc);
    const parked = new ParkedMessages(nc);
    const message = await eventually(async () => (await parked.list(`${service}-requests`))[0]);
    isBroken = false;
    await parked.retry(message, operator);
    await eventually(() => requests.length === 1);
    expect(requests).toEqual([request.id]);
    expect(await parked.list(`${service}-requests`)).toEqual([]);
    await app.close();
  });
});

describe('replayConsumer', () => {
  it('lets a running consumer handle everything from a position on again', async () => {
    const aggregate = newAggregate();
    const app = await start(aggregate);
    await moveTask(nc, aggregate, 'a', 'b', 'c');
    await done();
    expect(handled).toEqual(['a', 'b', 'c']);
    const jsm = await nc.jetstreamManager();
    const { state } = await jsm.streams.info(streams.events);
    const told = await replayConsumer(nc, { stream: streams.events, consumer: consumer(), from: state.last_seq - 1 });
    expect(told).toBe(1);
    await eventually(() => handled.length === 5);
    expect(handled).toEqual(['a', 'b', 'c', 'b', 'c']);
    await app.close();
    expect(await replayConsumer(nc, { stream: streams.events, consumer: consumer(), from: 1 })).toBe(0);
  });
});
