import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually, freshNats, type FreshNats } from '@podium/testing';
import type { NatsConnection } from 'nats';
import { connectToNats, ensureStreams, JetStreamEventLog, readFacts, streams } from '../index.ts';
import { newAggregate, taskMoved } from './builders.ts';

jest.setTimeout(120_000);

let server: FreshNats;
let nc: NatsConnection;

beforeAll(async () => {
  server = await freshNats();
  nc = await connectToNats({ url: server.url, name: 'streams.int' });
});

afterAll(async () => {
  await nc.close();
  await server.dispose();
});

describe('ensureStreams', () => {
  it('makes all streams, also when several programs do it at once, and changes nothing the second time', async () => {
    await Promise.all([ensureStreams(nc), ensureStreams(nc), ensureStreams(nc)]);
    const jsm = await nc.jetstreamManager();
    const names = await jsm.streams.names().next();
    expect(names.sort()).toEqual(Object.values(streams).sort());
    const before = await jsm.streams.info(streams.events);
    await ensureStreams(nc);
    expect((await jsm.streams.info(streams.events)).config).toEqual(before.config);
    expect(before.config).toMatchObject({
      subjects: ['evt.>'],
      deny_delete: true,
      deny_purge: true,
      max_age: 0,
      num_replicas: 1,
    });
    const timers = await jsm.streams.info(streams.timers);
    expect(timers.config).toMatchObject({ allow_msg_schedules: true });
  });

  it('protects facts from deletion', async () => {
    const aggregate = newAggregate();
    const position = await new JetStreamEventLog(nc).append(aggregate, 0, [taskMoved(aggregate)]);
    const jsm = await nc.jetstreamManager();
    await expect(jsm.streams.deleteMessage(streams.events, position)).rejects.toThrow(/not permitted/);
    await expect(jsm.streams.purge(streams.events)).rejects.toThrow(/not permitted/);
  });

  it('brings a changed stream back to its settings, and leaves its facts', async () => {
    const jsm = await nc.jetstreamManager();
    const { config, state } = await jsm.streams.info(streams.output);
    await jsm.streams.update(streams.output, { ...config, max_age: 600_000_000_000 });
    await ensureStreams(nc);
    const after = await jsm.streams.info(streams.output);
    expect(after.config.max_age).toBe(14 * 24 * 60 * 60 * 1_000_000_000);
    expect(after.state.messages).toBe(state.messages);
  });
});

describe('readers', () => {
  it('leave no consumer behind', async () => {
    const stopping = new AbortController();
    const reader = readFacts(nc, { after: 0, signal: stopping.signal });
    await reader.next();
    const jsm = await nc.jetstreamManager();
    const consumers = async (): Promise<number> => (await jsm.streams.info(streams.events)).state.consumer_count;
    expect(await consumers()).toBe(1);
    await reader.return(undefined);
    await eventually(async () => (await consumers()) === 0);
  });
});
