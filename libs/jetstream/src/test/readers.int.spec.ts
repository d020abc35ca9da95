import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { RecordedFact } from '@podium/proto';
import { eventually, freshNats, type FreshNats } from '@podium/testing';
import type { NatsConnection } from 'nats';
import {
  connectToNats,
  ensureStreams,
  factSubject,
  JetStreamEventLog,
  readFacts,
  type ReadFactsOptions,
} from '../index.ts';
import { newAggregate, taskMoved } from './builders.ts';
import { flakyProxy } from './flaky-proxy.ts';

jest.setTimeout(120_000);

let server: FreshNats;
let nc: NatsConnection;

beforeAll(async () => {
  server = await freshNats();
  nc = await connectToNats({ url: server.url, name: 'readers.int' });
  await ensureStreams(nc);
});

/** Undone after each test in any case: a connection left open would keep the process alive. */
const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

afterAll(async () => {
  await nc.close();
  await server.dispose();
});

interface Reading {
  readonly facts: RecordedFact[];
  readonly batches: number[];
  stop(): Promise<void>;
}

function read(connection: NatsConnection, options: Omit<ReadFactsOptions, 'signal'>): Reading {
  const stopping = new AbortController();
  const facts: RecordedFact[] = [];
  const batches: number[] = [];
  const reading = (async () => {
    for await (const batch of readFacts(connection, { ...options, signal: stopping.signal })) {
      facts.push(...batch);
      batches.push(batch.length);
    }
  })();
  return {
    facts,
    batches,
    stop: async () => {
      stopping.abort();
      await reading;
    },
  };
}

async function write(count: number, aggregate = newAggregate()): Promise<string[]> {
  const log = new JetStreamEventLog(nc, { giveUpAfterSeconds: 30 });
  let last = (await log.load(aggregate)).at(-1)?.position ?? 0;
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const fact = taskMoved(aggregate);
    last = await log.append(aggregate, last, [fact]);
    ids.push(fact.id);
  }
  return ids;
}

const ids = (facts: readonly RecordedFact[]): string[] => facts.map((fact) => fact.id);

describe('readFacts', () => {
  it('joins what is there and what comes without a seam, from a position on', async () => {
    const aggregate = newAggregate();
    const options = { projectId: aggregate.projectId };
    await write(10, aggregate);
    const all = read(nc, { ...options, after: 0 });
    await eventually(() => all.facts.length === 10);
    const tail = read(nc, { ...options, after: all.facts[3]?.position ?? 0 });
    const later = await write(5, aggregate);
    await eventually(() => all.facts.length === 15 && tail.facts.length === 11);
    expect(ids(all.facts).slice(10)).toEqual(later);
    expect(tail.facts).toEqual(all.facts.slice(4));
    await Promise.all([all.stop(), tail.stop()]);
  });

  it('leaves facts of other contexts unread for those who want their positions alone', async () => {
    const task = newAggregate();
    const session = newAggregate({ projectId: task.projectId, context: 'session' });
    const [taskIds] = [await write(1, task), await write(1, session)];
    const options = { after: 0, projectId: task.projectId };
    const [all, some] = [read(nc, options), read(nc, { ...options, readContexts: ['task'] })];
    await eventually(() => all.facts.length === 2 && some.facts.length === 2);
    expect(some.facts[0]).toEqual(all.facts[0]);
    expect(ids(some.facts.slice(0, 1))).toEqual(taskIds);
    expect(some.facts[1]).toMatchObject({ type: 'unread', position: all.facts[1]?.position });
    await Promise.all([all.stop(), some.stop()]);
  });

  it('reads only the contexts and the project asked for', async () => {
    const task = newAggregate();
    const session = newAggregate({ projectId: task.projectId, context: 'session' });
    const pod = newAggregate({ projectId: task.projectId, context: 'pod' });
    const [taskIds, sessionIds] = [await write(1, task), await write(1, session)];
    await write(1, pod);
    const reading = read(nc, { after: 0, projectId: task.projectId, contexts: ['task', 'session'] });
    await eventually(() => reading.facts.length === 2);
    const moreTaskIds = await write(1, task);
    await eventually(() => reading.facts.length === 3);
    expect(ids(reading.facts)).toEqual([...taskIds, ...sessionIds, ...moreTaskIds]);
    await reading.stop();
  });

  it('gives large batches of a backlog', async () => {
    const { projectId } = newAggregate();
    await Promise.all(Array.from({ length: 600 }, () => write(1, newAggregate({ projectId }))));
    const reading = read(nc, { after: 0, projectId, maxBatch: 100, maxWaitMs: 20_000 });
    await eventually(() => reading.facts.length === 600);
    expect(reading.batches).toEqual([100, 100, 100, 100, 100, 100]);
    await reading.stop();
  });

  it('does not read far ahead of a slow consumer of its batches', async () => {
    const { projectId } = newAggregate();
    await Promise.all(Array.from({ length: 300 }, () => write(1, newAggregate({ projectId }))));
    const stopping = new AbortController();
    const connection = await connectToNats({ url: server.url, name: 'slow' });
    const reader = readFacts(connection, {
      after: 0,
      projectId,
      signal: stopping.signal,
      maxBatch: 10,
      maxWaitMs: 100,
    });
    await reader.next();
    await connection.flush();
    // What was asked for before the batch was taken, and what was asked for after it.
    expect(connection.stats().inMsgs).toBeLessThan(50);
    stopping.abort();
    await reader.return(undefined);
    await connection.close();
  });

  it('goes on without gap or repeat after its connection was cut', async () => {
    const proxy = await flakyProxy(server.url);
    const connection = await connectToNats({ url: proxy.url, name: 'cut' });
    cleanups.push(proxy.close, () => connection.close());
    const aggregate = newAggregate();
    const reading = read(connection, { after: 0, projectId: aggregate.projectId });
    const written = await write(20, aggregate);
    await eventually(() => reading.facts.length === 20);
    proxy.swallowAnswers();
    written.push(...(await write(20, aggregate)));
    proxy.cut();
    await eventually(() => reading.facts.length === 40);
    written.push(...(await write(1, aggregate)));
    await eventually(() => reading.facts.length === 41);
    expect(ids(reading.facts)).toEqual(written);
    await reading.stop();
  });

  it('goes on without gap or repeat while the server is killed three times', async () => {
    const aggregate = newAggregate();
    const reading = read(nc, { after: 0, projectId: aggregate.projectId });
    const written: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const writing = write(150, aggregate);
      await eventually(() => reading.facts.length > written.length + 20);
      await server.kill();
      await server.start();
      written.push(...(await writing));
    }
    await eventually(() => reading.facts.length >= written.length);
    expect(ids(reading.facts)).toEqual(written);
    await reading.stop();
  });

  it('ends when its signal is aborted, and throws when the connection is closed', async () => {
    const reading = read(nc, { after: 0 });
    await reading.stop();
    const connection = await connectToNats({ url: server.url, name: 'closing' });
    const next = readFacts(connection, {
      after: Number.MAX_SAFE_INTEGER - 1,
      signal: new AbortController().signal,
    }).next();
    await connection.close();
    await expect(next).rejects.toMatchObject({ code: 'log_unavailable' });
  });
});

describe('what is no fact', () => {
  it('keeps its position and stops nobody', async () => {
    const aggregate = newAggregate();
    const [before] = await write(1, aggregate);
    const { seq } = await nc.jetstream().publish(factSubject(newAggregate()), 'no JSON');
    const [after] = await write(1, newAggregate());
    const reading = read(nc, { after: 0 });
    cleanups.push(reading.stop);
    await eventually(() => reading.facts.some(({ id }) => id === after));
    const around = reading.facts.filter(({ position }) => Math.abs(position - seq) <= 1);
    expect(around.map(({ id, type }) => [id, type])).toEqual([
      [before, 'podium.task.v1.TaskMoved'],
      [`unreadable-${seq}`, 'unreadable'],
      [after, 'podium.task.v1.TaskMoved'],
    ]);
  });
});
