import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RecordedFact } from '@podium/proto';
import { MemoryLog } from '../test/memory-log.ts';
import { FactFeed } from './fact-feed.ts';
import type { LiveClient } from './live-client.ts';
import { LiveHub } from './live-hub.ts';
import { roomOf, type Scope } from './scope.ts';

const projects = ['p1', 'p2'];
const largestBacklog = 4;

/** A client that takes its messages off the wire only when told to. */
class FakeClient implements LiveClient {
  readonly received: number[] = [];
  readonly rooms = new Set<string>();
  largestSeen = 0;
  synced: number | undefined;
  #waiting = 0;
  #drain: (() => void)[] = [];

  sendFact(fact: RecordedFact): void {
    this.received.push(fact.position);
    this.#waiting += 1;
    this.largestSeen = Math.max(this.largestSeen, this.#waiting);
  }
  sendSynced(position: number): void {
    this.synced = position;
  }
  backlog(): number {
    return this.#waiting;
  }
  async drained(): Promise<void> {
    if (this.#waiting > 1) await new Promise<void>((resolve) => this.#drain.push(resolve));
  }
  read(): void {
    this.#waiting = 0;
    for (const resolve of this.#drain.splice(0)) resolve();
  }
  join(scope: Scope): void {
    this.rooms.add(roomOf(scope));
  }
  leave(scope: Scope): void {
    this.rooms.delete(roomOf(scope));
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function setUp(before: readonly number[], ringCapacity: number, mostReplayed = 1_000) {
  const log = new MemoryLog();
  const feed = new FactFeed({ source: log, ringCapacity, onInterrupted: (error) => expect(error).toBeUndefined() });
  await feed.start();
  for (const project of before) log.append(projects[project] ?? 'p1');
  while (feed.position < before.length) await turn();
  const clients: FakeClient[] = [];
  const hub = new LiveHub({
    feed,
    source: log,
    mostReplayed,
    largestBacklog,
    broadcast: (scope, fact) => {
      for (const client of clients) if (client.rooms.has(roomOf(scope))) client.sendFact(fact);
    },
    onError: (error) => expect(error).toBeUndefined(),
  });
  return { log, feed, hub, clients };
}

type Step = { kind: 'write'; project: number } | { kind: 'read' | 'reconnect' | 'turn' | 'tick'; client: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('write' as const), project: fc.nat(1) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom('read', 'reconnect', 'turn', 'tick', 'tick') as fc.Arbitrary<'read'>,
      client: fc.nat(2),
    }),
  },
);

describe('LiveHub', () => {
  it('gives every subscription each fact of its scope once, in order, whatever clients and writers do', async () => {
    const scenario = fc.record({
      before: fc.array(fc.nat(1), { maxLength: 20 }),
      ringCapacity: fc.integer({ min: 1, max: 12 }),
      after: fc.nat(20),
      steps: fc.array(step, { maxLength: 120 }),
    });
    await fc.assert(
      fc.asyncProperty(scenario, async ({ before, ringCapacity, after, steps }) => {
        const { log, feed, hub, clients } = await setUp(before, ringCapacity);
        const scopes: Scope[] = [{}, { projectId: 'p1' }, { projectId: 'p2' }];
        const start = Math.min(after, before.length);
        const seen = scopes.map((): number[] => []);
        const connect = (index: number) => {
          const scope = scopes[index] ?? {};
          const client = new FakeClient();
          clients[index] = client;
          return hub.subscribe(client, scope, seen[index]?.at(-1) ?? start);
        };
        const subscriptions = scopes.map((_, index) => connect(index));
        for (const { kind, ...what } of steps) {
          const index = 'client' in what ? what.client : 0;
          if (kind === 'write' && 'project' in what) log.append(projects[what.project] ?? 'p1');
          if (kind === 'read') clients[index]?.read();
          if (kind === 'turn') await turn();
          if (kind === 'tick') await Promise.resolve();
          const subscription = subscriptions[index];
          if (kind === 'reconnect' && subscription) {
            hub.close(subscription);
            seen[index]?.push(...(clients[index]?.received ?? []));
            subscriptions[index] = connect(index);
          }
        }
        for (const [index, scope] of scopes.entries()) {
          const expected = log.facts(scope, start).map(({ position }) => position);
          for (let turns = 0; turns < 2_000; turns += 1) {
            clients[index]?.read();
            if ((seen[index]?.length ?? 0) + (clients[index]?.received.length ?? 0) >= expected.length) break;
            await turn();
          }
          await turn();
          expect([...(seen[index] ?? []), ...(clients[index]?.received ?? [])]).toEqual(expected);
        }
        hub.stop();
        await feed.stop();
      }),
      { numRuns: 1_000 },
    );
  });

  it('never holds more for a client that does not read than the limit and one batch, and gives it the rest later', async () => {
    const { log, feed, hub, clients } = await setUp([], 5);
    const client = new FakeClient();
    clients.push(client);
    hub.subscribe(client, {}, 0);
    await turn();
    expect(client.synced).toBe(0);
    for (let count = 0; count < 500; count += 1) {
      log.append('p1');
      if (count % 10 === 0) await turn();
    }
    while (feed.position < 500) await turn();
    expect(client.largestSeen).toBeLessThanOrEqual(largestBacklog + 3);
    expect(client.received.length).toBeLessThan(20);
    while (client.received.length < 500) {
      client.read();
      await turn();
    }
    expect(client.received).toEqual(Array.from({ length: 500 }, (_, index) => index + 1));
    await turn();
    expect(client.synced).toBe(500);
    hub.stop();
    await feed.stop();
  });

  it('asks for a new snapshot where too much was missed, in scope, or the cursor is of another log', async () => {
    const { feed, hub } = await setUp([...Array<number>(30).fill(0), 1, 1], 10, 5);
    expect(await hub.startOf({}, undefined)).toEqual({ position: 32 });
    expect(await hub.startOf({}, 28)).toEqual({ position: 28 });
    expect(await hub.startOf({}, 20)).toEqual({ position: 32, snapshotNeeded: true });
    expect(await hub.startOf({ projectId: 'p2' }, 0)).toEqual({ position: 0 });
    expect(await hub.startOf({ projectId: 'p1' }, 0)).toEqual({ position: 32, snapshotNeeded: true });
    expect(await hub.startOf({}, 33)).toEqual({ position: 32, snapshotNeeded: true });
    hub.stop();
    await feed.stop();
  });
});
