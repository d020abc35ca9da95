import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Controller, type Type } from '@nestjs/common';
import type { EventEnvelope } from '@podium/proto';
import { eventually, freshNats, type FreshNats } from '@podium/testing';
import type { NatsConnection } from 'nats';
import { connectToNats, ensureStreams, OnTimer, streams, Timers } from '../index.ts';
import { startHandlers, unfinished } from './application.ts';

jest.setTimeout(120_000);

type Due = EventEnvelope<'podium.session.v1.SessionRequeueRequested'>;

let server: FreshNats;
let nc: NatsConnection;
let service: string;

beforeAll(async () => {
  server = await freshNats();
  nc = await connectToNats({ url: server.url, name: 'timers.int' });
  await ensureStreams(nc);
});

beforeEach(() => {
  service = `s-${randomUUID().slice(0, 8)}`;
});

afterAll(async () => {
  await nc.close();
  await server.dispose();
});

const projectId = randomUUID();

function inMilliseconds(milliseconds: number): string {
  return new Date(Date.now() + milliseconds).toISOString();
}

/** Sets the timer `retry` of a session. Returns the id of its request. */
async function set(sessionId: string, dueAt: string, attempt = 2): Promise<string> {
  const requestId = randomUUID();
  await new Timers(nc, { source: 'test' }).set(
    { projectId, id: sessionId },
    { name: 'retry', dueAt },
    { type: 'podium.session.v1.SessionRequeueRequested', data: { sessionId, attempt } },
    { requestId, correlationId: requestId, causationId: requestId, actor: 'service:test' },
  );
  return requestId;
}

function listener(onDue: (due: Due) => Promise<void> | void): Type {
  @Controller()
  class Listener {
    @OnTimer('podium.session.v1.SessionRequeueRequested')
    async due(due: Due): Promise<void> {
      await onDue(due);
    }
  }
  return Listener;
}

/** What the handlers of this test were called for, with the time of each call. */
async function listening(sessionId: string): Promise<{ due: Due; atMs: number }[]> {
  const calls: { due: Due; atMs: number }[] = [];
  const handle = (due: Due): void => {
    if (due.data.sessionId === sessionId) calls.push({ due, atMs: Date.now() });
  };
  await startHandlers(listener(handle), { nc, service });
  return calls;
}

describe('a timer', () => {
  it('goes off once, when it is due and not before, with the request as it was set', async () => {
    const sessionId = randomUUID();
    const calls = await listening(sessionId);
    const dueAt = inMilliseconds(700);
    const requestId = await set(sessionId, dueAt);
    const call = await eventually(() => calls[0]);
    expect(call.atMs).toBeGreaterThanOrEqual(Date.parse(dueAt));
    expect(call.due).toMatchObject({ id: requestId, actor: 'service:test', data: { sessionId, attempt: 2 } });
    await eventually(async () => (await unfinished(nc, streams.timers, `${service}-timers`)) === 0);
    expect(calls).toHaveLength(1);
  });

  it('goes off at once where it is set for the past', async () => {
    const sessionId = randomUUID();
    const calls = await listening(sessionId);
    await set(sessionId, inMilliseconds(-60_000));
    await eventually(() => calls.length === 1);
  });

  it('is replaced by one of the same name', async () => {
    const sessionId = randomUUID();
    const calls = await listening(sessionId);
    await set(sessionId, inMilliseconds(3_000), 2);
    await set(sessionId, inMilliseconds(3_600), 3);
    await eventually(() => calls.length > 0);
    expect(calls.map(({ due }) => due.data.attempt)).toEqual([3]);
  });

  it('goes off after a crash of the server, also where it fell due meanwhile', async () => {
    const ids = new Set<string>();
    await startHandlers(
      listener(({ id }) => {
        ids.add(id);
      }),
      { nc, service },
    );
    const meanwhile = await set(randomUUID(), inMilliseconds(200));
    const later = await set(randomUUID(), inMilliseconds(3_000));
    await server.kill();
    await server.start();
    // The crash may have swallowed an acknowledgement: at least once.
    await eventually(() => ids.has(meanwhile) && ids.has(later));
  });

  it('waits for those who handle it', async () => {
    const sessionId = randomUUID();
    await set(sessionId, inMilliseconds(50));
    const { streams: api } = await nc.jetstreamManager();
    await eventually(async () => {
      const { state } = await api.info(streams.timers, { subjects_filter: `tmr.due.session.${sessionId}.retry` });
      return state.subjects?.[`tmr.due.session.${sessionId}.retry`] === 1;
    });
    const calls = await listening(sessionId);
    await eventually(() => calls.length === 1);
  });

  it('is handled again until its handler succeeds', async () => {
    const sessionId = randomUUID();
    let calls = 0;
    const failTwice = (due: Due): void => {
      if (due.data.sessionId !== sessionId) return;
      calls += 1;
      if (calls < 3) throw new Error('not yet');
    };
    await startHandlers(listener(failTwice), { nc, service });
    await set(sessionId, inMilliseconds(10));
    await eventually(async () => (await unfinished(nc, streams.timers, `${service}-timers`)) === 0 && calls === 3);
  });
});
