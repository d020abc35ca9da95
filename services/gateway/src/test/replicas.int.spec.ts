import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { fact } from '@podium/event-sourcing';
import { headPosition } from '@podium/jetstream';
import type { RunningService } from '@podium/service-kit';
import { eventually } from '@podium/testing';
import { readEvents } from './event-source.ts';
import { aTask } from './facts.ts';
import { startHarness, type Harness } from './harness.ts';
import { connectClient } from './live-client.ts';

// Thousands of facts on a busy machine.
jest.setTimeout(180_000);

let harness: Harness;
let replicas: readonly RunningService[];
let counter = 0;
beforeAll(async () => {
  harness = await startHarness();
  // Of the second one's ring so little is left that it has to ask the log for what its clients missed.
  replicas = [harness.gateway, await harness.replica({ PODIUM_RECENT_FACTS: '100' })];
});
afterAll(async () => {
  await replicas[1]?.close();
  await harness.close();
});

const urlOf = (index: number): string => replicas[index % 2]?.url ?? '';

async function write(projectId: string, count: number): Promise<number> {
  let position = 0;
  for (let left = count; left > 0; left -= 1) {
    const { aggregate, facts } = aTask(projectId, (counter += 1));
    position = await harness.services.append(aggregate, facts);
  }
  return position;
}

/** Writes until it is stopped, in two projects by turns. */
function keepWriting(): { stop(): Promise<void> } {
  let isOver = false;
  const writing = (async () => {
    while (!isOver) {
      await write('mine', 3);
      await write('other', 2);
    }
  })();
  return {
    stop: async () => {
      isOver = true;
      await writing;
    },
  };
}

const numbers = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, index) => from + 1 + index);

describe('a client that moves from one gateway to another with its last position', () => {
  it('gets by Socket.IO exactly what it missed, in order, once', async () => {
    const start = await headPosition(harness.nc);
    const seen: number[] = [];
    const writer = keepWriting();
    for (let visit = 0; visit < 12; visit += 1) {
      const client = await connectClient(urlOf(visit));
      const after = seen.at(-1) ?? start;
      expect(await client.ask('subscribe', { after })).toEqual({ position: after });
      const enough = seen.length + 20;
      await eventually(() => seen.length + client.facts.length >= enough);
      client.close();
      seen.push(...client.facts.map(({ position }) => position));
      // Longer than the second gateway's memory reaches.
      if (visit % 4 === 1) await write('mine', 150);
    }
    await writer.stop();
    expect(seen).toEqual(numbers(start, start + seen.length));
  });

  it('gets by server-sent events exactly what it missed, in order, once', async () => {
    const start = await headPosition(harness.nc);
    const seen: number[] = [];
    const writer = keepWriting();
    for (let visit = 0; visit < 12; visit += 1) {
      const headers: Record<string, string> = seen.length > 0 ? { 'last-event-id': String(seen.at(-1)) } : {};
      const events = await readEvents(`${urlOf(visit)}/api/events?after=${start}`, { enough: 20, headers });
      seen.push(...events.map(({ id }) => id));
      if (visit % 4 === 1) await write('mine', 150);
    }
    await writer.stop();
    expect(seen).toEqual(numbers(start, start + seen.length));
  });

  it('is told by both alike that a snapshot is the better way', async () => {
    const before = await headPosition(harness.nc);
    const many = Array.from({ length: 1_000 }, () => fact('podium.task.v1.TaskEdited', { taskId: 'b', title: 'b' }));
    for (let round = 0; round < 5; round += 1) {
      await harness.services.append({ projectId: 'bulk', context: 'task', id: `bulk-${round}` }, many);
    }
    const head = await headPosition(harness.nc);
    expect(head - before).toBe(5_000);
    for (const { url } of replicas) {
      await eventually(async () => (await position(url)) === head);
      expect(await readEvents(`${url}/api/events?after=${before}`, { enough: 5_000 })).toHaveLength(5_000);
    }
    const last = await write('bulk', 1);
    for (const { url } of replicas) {
      await eventually(async () => (await position(url)) === last);
      const needed = { name: 'snapshot_needed', data: { position: last } };
      // Both end by themselves.
      expect(await readEvents(`${url}/api/events?after=${before}`)).toMatchObject([needed]);
      expect(await readEvents(`${url}/api/events?after=${before}&project_id=bulk`)).toMatchObject([needed]);
      const own = await readEvents(`${url}/api/events?after=${before + 1}&project_id=bulk`, { enough: 5_000 });
      expect(own.map(({ id }) => id)).toEqual(numbers(before + 1, last));
      // A position that the log has not reached is one of another log.
      expect(await readEvents(`${url}/api/events?after=${last + 1_000}`)).toMatchObject([needed]);
      const client = await connectClient(url);
      expect(await client.ask('subscribe', { after: before })).toEqual({ position: last, snapshotNeeded: true });
      client.close();
    }
  });
});

async function position(url: string): Promise<number> {
  const client = await connectClient(url);
  const answer = await client.ask('subscribe', {});
  client.close();
  return Number(answer['position']);
}
