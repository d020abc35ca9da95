import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { eventually } from '@podium/testing';
import fc from 'fast-check';
import { CommandHandler, rulesVersion, type Aggregate, type Cause, type SnapshotOptions } from '../index.ts';
import { InMemoryEventLog } from '../testing/in-memory-event-log.ts';
import { InMemorySnapshots } from '../testing/in-memory-snapshots.ts';
import { ticket, type TicketCommand, type TicketState } from './ticket.ts';

const aggregate: Aggregate = { projectId: 'p', context: 'task', id: 't' };
const cause = (id: string = randomUUID()): Cause => ({ id, correlationId: id, actor: 'user:me' });
const move = (rank: string): TicketCommand => ({ name: 'move', ranks: [rank] });

function failTest(error: unknown): never {
  throw error;
}

function handlerOn(
  log: InMemoryEventLog,
  store?: InMemorySnapshots,
  overrides: Partial<SnapshotOptions> = {},
): CommandHandler<TicketState, TicketCommand> {
  const snapshots = store && { store, rules: 'r1', onFailure: failTest, minFacts: 2, quietSeconds: 0, ...overrides };
  return new CommandHandler(log, ticket, { source: 'test', snapshots });
}

/** A ticket with a snapshot at its third fact. */
async function withSnapshot(): Promise<{ log: InMemoryEventLog; store: InMemorySnapshots }> {
  const log = new InMemoryEventLog();
  const store = new InMemorySnapshots();
  const handler = handlerOn(log, store);
  await handler.handle(aggregate, { name: 'create', id: 't' }, cause('creation'));
  await handler.handle(aggregate, move('b'), cause('first-move'));
  await handler.handle(aggregate, move('c'), cause('second-move'));
  await eventually(async () => (await store.read(aggregate))?.position === 3);
  store.found = 0;
  return { log, store };
}

describe('snapshots', () => {
  it('are where loading begins; only the facts after them are read', async () => {
    const { log, store } = await withSnapshot();
    await handlerOn(log).handle(aggregate, move('d'), cause());
    const after: number[] = [];
    const load = log.load.bind(log);
    log.load = (of, position = 0) => {
      after.push(position);
      return load(of, position);
    };
    const state = { status: 'there', ranks: ['a', 'b', 'c', 'd'] };
    expect(await handlerOn(log, store).state(aggregate)).toMatchObject({ state, position: 4 });
    expect(after).toEqual([3]);
  });

  it('know which causes were carried out', async () => {
    const { log, store } = await withSnapshot();
    const outcome = await handlerOn(log, store).handle(aggregate, move('b'), cause('first-move'));
    expect(outcome).toEqual({ kind: 'accepted', facts: [log.facts[1]], position: 2, repeated: true });
    expect(store.found).toBe(1);
    expect(log.facts).toHaveLength(3);
  });

  it('of other rules are of no use', async () => {
    const { log, store } = await withSnapshot();
    const other = await store.read(aggregate);
    await store.write(aggregate, { ...other!, rules: 'r0', state: { status: 'deleted' } });
    expect(await handlerOn(log, store).state(aggregate)).toMatchObject({ state: { status: 'there' } });
  });

  it('that can not be read are reported, and nothing else', async () => {
    const { log, store } = await withSnapshot();
    const failures: unknown[] = [];
    const broken = await store.read(aggregate);
    await store.write(aggregate, { ...broken!, state: { $: 'matrix' } });
    const handler = handlerOn(log, store, { onFailure: (error) => failures.push(error) });
    expect(await handler.state(aggregate)).toMatchObject({ state: { status: 'there' }, position: 3 });
    expect(failures).toEqual([expect.objectContaining({ code: 'state_not_encodable' })]);
  });

  it('are not made of short histories', async () => {
    const log = new InMemoryEventLog();
    const store = new InMemorySnapshots();
    const long: Aggregate = { ...aggregate, id: 'long' };
    const handler = handlerOn(log, store, { minFacts: 3 });
    for (const short of [aggregate, long]) await handler.handle(short, { name: 'create', id: short.id }, cause());
    for (const rank of ['b', 'c']) await handler.handle(long, move(rank), cause());
    await eventually(async () => (await store.read(long)) !== undefined);
    expect(store.size).toBe(1);
  });

  it('never change an outcome: the same commands with and without give the same log', async () => {
    const id = fc.constantFrom('one', 'two');
    const step = fc.oneof(
      fc.record({ of: id, command: fc.constant<TicketCommand>({ name: 'create', id: 'x' }), cause: fc.nat(9) }),
      fc.record({ of: id, command: fc.constant<TicketCommand>({ name: 'delete' }), cause: fc.nat(9) }),
      fc.record({
        of: id,
        command: fc.array(fc.string(), { minLength: 1, maxLength: 3 }).map((ranks): TicketCommand => ({
          name: 'move',
          ranks,
        })),
        cause: fc.nat(40),
      }),
    );
    const run = fc.array(
      fc.record({
        step,
        isNew: fc.boolean(),
        handler: fc.nat(1),
        event: fc.constantFrom('', 'restart', 'restart', 'save', 'save', 'lose'),
      }),
      { minLength: 5, maxLength: 40 },
    );
    let found = 0;
    await fc.assert(
      fc.asyncProperty(run, async (steps) => {
        const [plain, tested, store] = [new InMemoryEventLog(), new InMemoryEventLog(), new InMemorySnapshots()];
        let time = 0;
        const now = (): string => new Date(time).toISOString();
        const without = new CommandHandler(plain, ticket, { source: 'test', now });
        const options = { store, rules: 'r1', onFailure: failTest, minFacts: 1, quietSeconds: 0 };
        const start = () => new CommandHandler(tested, ticket, { source: 'test', now, snapshots: options });
        const handlers = [start(), start()];
        for (const {
          step: { of, command, cause: causeNumber },
          isNew,
          handler,
          event,
        } of steps) {
          time += 1;
          const to: Aggregate = { ...aggregate, id: of };
          const why = cause(`cause-${causeNumber}`);
          if (event === 'restart') handlers[handler] = start();
          if (event === 'lose') store.lose(to);
          // Otherwise snapshots stay behind, as nothing here takes longer than a microtask.
          if (event === 'save') await new Promise((resolve) => setTimeout(resolve, 2));
          const expected = await without.handle(to, command, why);
          expect(await handlers[handler]!.handle(to, command, why, { isNew })).toEqual(expected);
        }
        expect(tested.facts).toEqual(plain.facts);
        found += store.found;
      }),
      { numRuns: 100 },
    );
    expect(found).toBeGreaterThan(50);
  });
});

describe('rulesVersion', () => {
  it('is the same for the same folder, and another for another', () => {
    const here = new URL('.', import.meta.url);
    expect(rulesVersion(here)).toBe(rulesVersion(here));
    expect(rulesVersion(here)).not.toBe(rulesVersion(new URL('../testing/', import.meta.url)));
  });
});
