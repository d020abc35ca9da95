import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Controller, type Type } from '@nestjs/common';
import type { EventEnvelope } from '@podium/proto';
import { eventually, freshNats, type FreshNats } from '@podium/testing';
import type { NatsConnection } from 'nats';
import {
  connectToNats,
  DeliveredElsewhereError,
  ensureStreams,
  OnWork,
  streams,
  type DeliveryContext,
} from '../index.ts';
import { askForRun, startHandlers, unfinished } from './application.ts';

jest.setTimeout(120_000);

type Run = EventEnvelope<'podium.session.v1.SessionRunRequested'>;
type Runner = (work: Run, context: DeliveryContext) => Promise<void>;

let server: FreshNats;
let nc: NatsConnection;
let service: string;

beforeAll(async () => {
  server = await freshNats();
  nc = await connectToNats({ url: server.url, name: 'work.int' });
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

/** Long enough for a busy machine to give its signs of life in time. */
const ackWaitSeconds = 3;
const done = (): Promise<true> =>
  eventually(async () => (await unfinished(nc, streams.requests, `${service}-session-run`)) === 0);

function runner(run: Runner, concurrency = 10): Type {
  @Controller()
  class Sessions {
    @OnWork('podium.session.v1.SessionRunRequested', { lane: 'session-run', concurrency, ackWaitSeconds })
    async run(work: Run, context: DeliveryContext): Promise<void> {
      await run(work, context);
    }
  }
  return Sessions;
}

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve())));

describe('OnWork', () => {
  it('keeps the work of one owner for much longer than the time for its acknowledgement', async () => {
    const calls: string[] = [];
    const one = await startHandlers(
      runner(async () => {
        calls.push('one');
        await new Promise((resolve) => setTimeout(resolve, ackWaitSeconds * 2_000));
      }),
      { nc, service },
    );
    await askForRun(nc);
    await eventually(() => calls.length === 1);
    const two = await startHandlers(
      runner(async () => void calls.push('two')),
      { nc, service },
    );
    await done();
    expect(calls).toEqual(['one']);
    await Promise.all([one.close(), two.close()]);
  });

  it('is handed to another instance at shutdown, at once', async () => {
    const calls: string[] = [];
    const deliveries: number[] = [];
    const one = await startHandlers(
      runner(async (_work, { signal }) => {
        calls.push('one');
        await untilAborted(signal);
      }),
      { nc, service, drainSeconds: 5 },
    );
    await askForRun(nc);
    await eventually(() => calls.length === 1);
    const two = await startHandlers(
      runner(async (_work, { deliveryCount }) => {
        calls.push('two');
        deliveries.push(deliveryCount);
      }),
      { nc, service },
    );
    const startedAt = performance.now();
    await one.close();
    await done();
    expect(performance.now() - startedAt).toBeLessThan(ackWaitSeconds * 1_000);
    expect(calls).toEqual(['one', 'two']);
    expect(deliveries).toEqual([2]);
    await two.close();
  });

  it('is handed on even if its handler does not let go', async () => {
    const calls: string[] = [];
    const one = await startHandlers(
      runner(async () => {
        calls.push('one');
        await new Promise(() => undefined);
      }),
      { nc, service, drainSeconds: 0.2 },
    );
    await askForRun(nc);
    await eventually(() => calls.length === 1);
    await one.close();
    const two = await startHandlers(
      runner(async () => void calls.push('two')),
      { nc, service },
    );
    await done();
    expect(calls).toEqual(['one', 'two']);
    await two.close();
  });

  it('is not lost when a handler learns that it was delivered elsewhere, whoever that was', async () => {
    const deliveries: { count: number; atMs: number }[] = [];
    const one = await startHandlers(
      runner(async (_work, { deliveryCount }) => {
        deliveries.push({ count: deliveryCount, atMs: performance.now() });
        if (deliveryCount === 1) throw new DeliveredElsewhereError('Someone else has it');
      }),
      { nc, service },
    );
    await askForRun(nc);
    await done();
    expect(deliveries.map(({ count }) => count)).toEqual([1, 2]);
    const [first, second] = deliveries;
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThan(ackWaitSeconds * 500);
    await one.close();
  });

  it('goes to another instance when its owner dies', async () => {
    const calls: string[] = [];
    const connection = await connectToNats({ url: server.url, name: 'dying' });
    await startHandlers(
      runner(async () => {
        calls.push('dying');
        await new Promise(() => undefined);
      }),
      { nc: connection, service },
    );
    await askForRun(nc);
    await eventually(() => calls.length === 1);
    await connection.close();
    const heir = await startHandlers(
      runner(async () => void calls.push('heir')),
      { nc, service },
    );
    await done();
    expect(calls).toEqual(['dying', 'heir']);
    await heir.close();
  });

  it('is taken by an instance only as far as it can begin, so that others get the rest', async () => {
    const calls: string[] = [];
    const start = (name: string): ReturnType<typeof startHandlers> =>
      startHandlers(
        runner(async (_work, { signal }) => {
          calls.push(name);
          await untilAborted(signal);
        }, 3),
        { nc, service },
      );
    const one = await start('one');
    for (let index = 0; index < 5; index += 1) await askForRun(nc);
    await eventually(() => calls.length === 3);
    const two = await start('two');
    await eventually(() => calls.length === 5);
    expect(calls).toEqual(['one', 'one', 'one', 'two', 'two']);
    await Promise.all([one.close(), two.close()]);
  });
});
