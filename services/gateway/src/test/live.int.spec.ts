import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { fact } from '@podium/event-sourcing';
import { headPosition, OutputLog, readFacts } from '@podium/jetstream';
import { OutputKind, type OutputChunk, type RecordedFact } from '@podium/proto';
import { eventually } from '@podium/testing';
import { aLargeTask, aTask } from './facts.ts';
import { startHarness, type Harness } from './harness.ts';
import { connectClient, networkOf, type TestClient } from './live-client.ts';

// Thousands of large facts on a busy machine.
jest.setTimeout(180_000);

let harness: Harness;
let counter = 0;

beforeAll(async () => {
  // A small ring, so that replays come from the log as well.
  harness = await startHarness({ PODIUM_RECENT_FACTS: '100' });
});
afterAll(() => harness.close());

async function write(projectId: string, count = 1): Promise<number> {
  let position = 0;
  for (let left = count; left > 0; left -= 1) {
    const { aggregate, facts } = aTask(projectId, (counter += 1));
    position = await harness.services.append(aggregate, facts);
  }
  return position;
}

/** What the log itself says. */
async function positions(projectId: string | undefined, after: number, upTo: number): Promise<number[]> {
  const abort = new AbortController();
  const found: number[] = [];
  if (upTo <= after) return found;
  for await (const batch of readFacts(harness.nc, { after, signal: abort.signal })) {
    for (const entry of batch) {
      if (entry.position <= upTo && (!projectId || entry.subject.startsWith(`${projectId}/`)))
        found.push(entry.position);
    }
    if ((batch.at(-1)?.position ?? 0) >= upTo) break;
  }
  abort.abort();
  return found;
}

/** Outside of the heap, in bytes, without what nobody needs any more. */
function memoryInUse(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().external;
}

const positionsOf = (facts: readonly RecordedFact[]): number[] => facts.map(({ position }) => position);

describe('subscribe', () => {
  it('without a position begins now', async () => {
    const client = await connectClient(harness.gateway.url);
    await write('p1');
    const { position } = await client.ask('subscribe', {});
    const last = await write('p1', 3);
    await eventually(() => client.facts.at(-1)?.position === last);
    expect(positionsOf(client.facts)).toEqual(await positions(undefined, Number(position), last));
    expect(client.facts[0]).toMatchObject({ type: 'podium.task.v1.TaskCreated', data: { title: expect.any(String) } });
    client.close();
  });

  it('follows one project or all, each without the facts of others', async () => {
    const client = await connectClient(harness.gateway.url);
    await client.ask('subscribe', { projectId: 'only' });
    await write('other', 2);
    const mine = await write('only');
    await write('other', 2);
    await eventually(() => client.facts.length > 0);
    expect(positionsOf(client.facts)).toEqual([mine]);
    await client.ask('unsubscribe', { projectId: 'only' });
    await write('only');
    await client.ask('subscribe', { projectId: 'other', after: await headPosition(harness.nc) });
    const last = await write('other');
    await eventually(() => client.facts.at(-1)?.position === last);
    expect(positionsOf(client.facts)).toEqual([mine, last]);
    client.close();
  });

  it('answers a foreign cursor and nonsense', async () => {
    const client = await connectClient(harness.gateway.url);
    const head = await headPosition(harness.nc);
    expect(await client.ask('subscribe', { after: head + 1_000 })).toMatchObject({ snapshotNeeded: true });
    expect(await client.ask('subscribe', { after: 'x' })).toMatchObject({
      error: { status: 422, errors: [{ path: 'after' }] },
    });
    expect(await client.ask('subscribe', { projectId: 'NO.*' })).toMatchObject({ error: { status: 422 } });
    expect(await client.ask('output', {})).toMatchObject({ error: { status: 422 } });
    client.close();
  });

  it('asks for a snapshot when more than 5,000 facts of the scope were missed', async () => {
    const before = await headPosition(harness.nc);
    const body = { taskId: 'bulk', title: 'bulk' };
    const many = Array.from({ length: 900 }, () => fact('podium.task.v1.TaskEdited', body));
    for (let round = 0; round < 6; round += 1) {
      await harness.services.append({ projectId: 'bulk', context: 'task', id: `bulk-${round}` }, many);
    }
    await write('few', 2);
    const client = await connectClient(harness.gateway.url);
    const head = await headPosition(harness.nc);
    await eventually(async () => (await client.ask('subscribe', {}))['position'] === head);
    expect(head).toBe(before + 5_402);
    await client.ask('unsubscribe', {});
    // What it got while the gateway was still reading.
    client.facts.length = 0;
    expect(await client.ask('subscribe', { after: before })).toMatchObject({ snapshotNeeded: true });
    expect(await client.ask('subscribe', { projectId: 'bulk', after: before })).toMatchObject({ snapshotNeeded: true });
    expect(await client.ask('subscribe', { projectId: 'few', after: before })).toEqual({ position: before });
    await eventually(() => client.facts.length === 2);
    client.close();
  });
});

describe('the seam between replay and live', () => {
  it('is without gap or repeat for clients that come and go while others write', async () => {
    const start = await headPosition(harness.nc);
    let isWriting = true;
    const writers = ['p1', 'p2', 'p3'].map(async (projectId) => {
      for (let round = 0; round < 150; round += 1) await write(projectId, 1 + Math.floor(Math.random() * 3));
    });
    const done = Promise.all(writers).then(() => (isWriting = false));
    const readers = [undefined, 'p1', 'p2', undefined, 'p3', 'p1'].map(async (projectId) => {
      const seen: number[] = [];
      const cursor = (): number => seen.at(-1) ?? start;
      while (isWriting) {
        const client = await connectClient(harness.gateway.url);
        await client.ask('subscribe', { ...(projectId ? { projectId } : {}), after: cursor() });
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 150));
        client.close();
        seen.push(...positionsOf(client.facts));
      }
      await done;
      const end = await headPosition(harness.nc);
      const client = await connectClient(harness.gateway.url);
      await client.ask('subscribe', { ...(projectId ? { projectId } : {}), after: cursor() });
      await eventually(() => (client.synced[0] ?? 0) >= end);
      client.close();
      seen.push(...positionsOf(client.facts));
      expect(seen).toEqual(await positions(projectId, start, end));
    });
    await Promise.all(readers);
  });
});

describe('a client that does not read', () => {
  it('is not waited for by others and not buffered for, and gets everything when it reads again', async () => {
    const [slow, fast] = [await connectClient(harness.gateway.url), await connectClient(harness.gateway.url)];
    const start = await headPosition(harness.nc);
    await slow.ask('subscribe', { projectId: 'big', after: start });
    await fast.ask('subscribe', { projectId: 'big', after: start });
    networkOf(slow).pause();
    const before = memoryInUse();
    // Many at once: who is silent for longer than 45 seconds is taken for gone.
    const count = 1_500;
    for (let written = 0; written < count; written += 50) {
      await Promise.all(
        Array.from({ length: 50 }, () => {
          const { aggregate, facts } = aLargeTask('big', (counter += 1), 40_000);
          return harness.services.append(aggregate, facts);
        }),
      );
    }
    await eventually(() => fast.facts.length === count, { timeoutSeconds: 60 });
    expect(slow.facts.length).toBeLessThan(count);
    // 1,500 × 40 kB are 60 MB; what may wait for the slow one is 256 messages of them and what the kernel takes.
    await eventually(() => memoryInUse() - before < 40e6);
    expect(slow.socket.connected).toBe(true);
    networkOf(slow).resume();
    await eventually(() => slow.facts.length === count, { timeoutSeconds: 60 });
    expect(positionsOf(slow.facts)).toEqual(positionsOf(fast.facts));
    slow.close();
    fast.close();
  });
});

describe('output', () => {
  const chunk = (sessionId: string, number: number, kind: OutputKind = OutputKind.TEXT): OutputChunk => ({
    sessionId,
    number,
    kind,
    text: `word ${number} `,
    time: new Date().toISOString(),
    partOffset: 0,
  });

  it('comes in order, from the beginning or from where a client was, and ends when it is done', async () => {
    const log = new OutputLog(harness.nc);
    let last = await log.append('p1', 's-1', [chunk('s-1', 1), chunk('s-1', 2)], 0);
    const client = await connectClient(harness.gateway.url);
    expect(await client.ask('output', { projectId: 'p1', sessionId: 's-1' })).toEqual({ sequence: 0 });
    await eventually(() => client.chunks.length === 2);
    last = await log.append('p1', 's-1', [chunk('s-1', 3)], last);
    await eventually(() => client.chunks.length === 3);
    await client.ask('output-stop', { sessionId: 's-1' });
    last = await log.append('p1', 's-1', [chunk('s-1', 4), chunk('s-1', 5, OutputKind.DONE)], last);
    const after = client.chunks.at(-1)?.sequence;
    await client.ask('output', { projectId: 'p1', sessionId: 's-1', after });
    await eventually(() => client.chunks.length === 5);
    expect(client.chunks.map((entry) => entry.chunk.number)).toEqual([1, 2, 3, 4, 5]);
    expect(client.chunks.at(-1)).toMatchObject({ sessionId: 's-1', sequence: last });
    client.close();
  });
});

describe('the gateway', () => {
  it('says every few seconds that it lives, and where it is', async () => {
    const client: TestClient = await connectClient(harness.gateway.url);
    await eventually(() => client.heartbeats.length > 0);
    expect(client.heartbeats[0]?.position).toBe(await headPosition(harness.nc));
    client.close();
  });

  it('lets clients go on after it was started again', async () => {
    const client = await connectClient(harness.gateway.url);
    await client.ask('subscribe', { projectId: 'again' });
    const first = await write('again');
    await eventually(() => client.facts.length === 1);
    await harness.restart();
    await eventually(() => !client.socket.connected);
    const second = await write('again');
    const next = await connectClient(harness.gateway.url);
    expect(await next.ask('subscribe', { projectId: 'again', after: first })).toEqual({ position: first });
    await eventually(() => next.facts.length === 1);
    expect(positionsOf(next.facts)).toEqual([second]);
    next.close();
  });
});
