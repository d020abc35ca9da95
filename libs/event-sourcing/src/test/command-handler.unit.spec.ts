import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { EventEnvelope, FactType } from '@podium/proto';
import {
  CommandHandler,
  ConcurrencyError,
  LogUnavailableError,
  type Aggregate,
  type Cause,
  type CommandHandlerOptions,
  type Outcome,
} from '../index.ts';
import { InMemoryEventLog } from '../testing/in-memory-event-log.ts';
import { ticket, type TicketCommand, type TicketState } from './ticket.ts';

const aggregate: Aggregate = { projectId: 'p', context: 'task', id: 't' };
const create: TicketCommand = { name: 'create', id: 't' };
const move = (...ranks: string[]): TicketCommand => ({ name: 'move', ranks });
const cause = (id: string = randomUUID(), overrides: Partial<Cause> = {}): Cause => ({
  id,
  correlationId: id,
  actor: 'user:me',
  ...overrides,
});

function handlerOn(
  log: InMemoryEventLog,
  options: Partial<CommandHandlerOptions> = {},
): CommandHandler<TicketState, TicketCommand> {
  return new CommandHandler(log, ticket, { source: 'test', ...options });
}

const idsOf = (outcome: Outcome): string[] => (outcome.kind === 'accepted' ? outcome.facts.map(({ id }) => id) : []);

/** A log whose appends can be disturbed. */
class DisturbedLog extends InMemoryEventLog {
  loads = 0;
  disturb: ((write: () => Promise<number>) => Promise<number>) | undefined;

  override append(...args: Parameters<InMemoryEventLog['append']>): Promise<number> {
    const write = (): Promise<number> => super.append(...args);
    const { disturb } = this;
    this.disturb = undefined;
    return disturb ? disturb(write) : write();
  }

  override load(...args: Parameters<InMemoryEventLog['load']>): ReturnType<InMemoryEventLog['load']> {
    this.loads += 1;
    return super.load(...args);
  }
}

describe('CommandHandler', () => {
  it('lets commands on one aggregate wait for each other, in their order, also where one of them fails', async () => {
    const log = new DisturbedLog();
    const handler = handlerOn(log, { maxAttempts: 1 });
    await handler.handle(aggregate, create, cause());
    log.disturb = () => Promise.reject(new LogUnavailableError('away'));
    const ranks = Array.from({ length: 50 }, (_, index) => `rank-${index}`);
    const outcomes = await Promise.allSettled(ranks.map((rank) => handler.handle(aggregate, move(rank), cause())));
    expect(outcomes.map(({ status }) => status)).toEqual(
      ranks.map((_, index) => (index === 0 ? 'rejected' : 'fulfilled')),
    );
    expect(log.facts).toHaveLength(50);
    expect(JSON.stringify(log.facts.at(-1)?.data)).toContain('rank-49');
  });

  it('writes a text that was cut in the middle of a character, without the half of it', async () => {
    const log = new InMemoryEventLog();
    const handler = handlerOn(log);
    await handler.handle(aggregate, create, cause());
    expect(await handler.handle(aggregate, move('half \ud83e'), cause())).toMatchObject({ kind: 'accepted' });
    expect(JSON.stringify(log.facts.at(-1)?.data)).toContain('half \ufffd');
  });

  it('writes what was decided, in envelopes that name cause, actor and version', async () => {
    const log = new InMemoryEventLog();
    const handler = handlerOn(log, { now: () => '2026-03-03T03:03:03.333Z' });
    await handler.handle(aggregate, create, cause('request-1', { traceparent: '00-1-2-01' }));
    const outcome = await handler.handle(aggregate, move('b', 'c'), cause('request-2', { correlationId: 'chain' }));

    expect(outcome).toEqual({ kind: 'accepted', facts: log.facts.slice(1), position: 3, repeated: false });
    expect(log.facts).toMatchObject([
      {
        type: 'podium.task.v1.TaskCreated',
        version: 1,
        causationid: 'request-1',
        traceparent: '00-1-2-01',
        position: 1,
      },
      { type: 'podium.task.v1.TaskMoved', version: 2, causationid: 'request-2', correlationid: 'chain', position: 2 },
      { type: 'podium.task.v1.TaskMoved', version: 3, causationid: 'request-2', correlationid: 'chain', position: 3 },
    ]);
    expect(log.facts[0]).toMatchObject({
      specversion: '1.0',
      source: '/podium/test',
      subject: 'p/task/t',
      time: '2026-03-03T03:03:03.333Z',
      dataschema: 'podium:podium/task/v1/task.proto#TaskCreated',
      actor: 'user:me',
    });
    expect(new Set(log.facts.map(({ id }) => id)).size).toBe(3);
  });

  it('rejects and has no effect without writing', async () => {
    const log = new InMemoryEventLog();
    const handler = handlerOn(log);
    expect(await handler.handle(aggregate, move('b'), cause())).toEqual({
      kind: 'rejected',
      rejection: { code: 'ticket_not_found', detail: 'There is no such ticket.' },
      position: 0,
    });
    expect(await handler.handle(aggregate, { name: 'delete' }, cause())).toEqual({ kind: 'unchanged', position: 0 });
    expect(log.facts).toEqual([]);
  });

  it('refuses to write what does not fit its contract', async () => {
    const log = new InMemoryEventLog();
    const wrong = { name: 'create', id: 7 as unknown as string } as const;
    await expect(handlerOn(log).handle(aggregate, wrong, cause())).rejects.toMatchObject({
      code: 'contract_violation',
    });
    expect(log.facts).toEqual([]);
  });

  it('answers a repeated cause with its earlier facts, from the cache, from the log, and after others have written', async () => {
    const log = new InMemoryEventLog();
    const handler = handlerOn(log);
    await handler.handle(aggregate, create, cause());
    const first = await handler.handle(aggregate, move('b', 'c'), cause('r'));
    await handler.handle(aggregate, { name: 'delete' }, cause());

    const expected = { ...first, repeated: true };
    expect(await handler.handle(aggregate, move('b', 'c'), cause('r'))).toEqual(expected);
    expect(await handlerOn(log).handle(aggregate, move('b', 'c'), cause('r'))).toEqual(expected);
    expect(log.facts).toHaveLength(4);
  });

  it('tells commands of one cause apart by their key, and aggregates by themselves', async () => {
    const log = new InMemoryEventLog();
    const handler = handlerOn(log);
    const other: Aggregate = { ...aggregate, id: 'other' };
    const created = [
      await handler.handle(aggregate, create, cause('f')),
      await handler.handle(other, create, cause('f')),
    ];
    const moved = [
      await handler.handle(aggregate, move('b'), cause('f', { key: 'f/1' })),
      await handler.handle(aggregate, move('c'), cause('f', { key: 'f/2' })),
    ];
    expect(new Set([...created, ...moved].flatMap(idsOf)).size).toBe(4);
    expect(await handler.handle(aggregate, move('c'), cause('f', { key: 'f/2' }))).toEqual({
      ...moved[1],
      repeated: true,
    });
  });

  it('decides again on the new state after a conflict', async () => {
    const log = new DisturbedLog();
    const ours = handlerOn(log);
    const theirs = handlerOn(log);
    await ours.handle(aggregate, create, cause());
    await theirs.handle(aggregate, { name: 'delete' }, cause());
    expect(await ours.handle(aggregate, move('b'), cause())).toMatchObject({
      kind: 'rejected',
      rejection: { code: 'ticket_not_found' },
    });
  });

  it('does not reject on a cached state that is behind the log', async () => {
    const log = new InMemoryEventLog();
    const ours = handlerOn(log);
    expect(await ours.handle(aggregate, move('b'), cause())).toMatchObject({ kind: 'rejected' });
    await handlerOn(log).handle(aggregate, create, cause());
    expect(await ours.handle(aggregate, move('b'), cause())).toMatchObject({ kind: 'accepted', position: 2 });
  });

  it('loses no command when two handlers race', async () => {
    const log = new InMemoryEventLog();
    const [one, other] = [handlerOn(log, { maxAttempts: 1_000 }), handlerOn(log, { maxAttempts: 1_000 })];
    await one.handle(aggregate, create, cause());
    const commands = Array.from({ length: 60 }, (_, index) => {
      const handler = index % 2 === 0 ? one : other;
      return handler.handle(aggregate, move(`rank-${index}`), cause(`r-${index}`));
    });
    await Promise.all(commands);
    const { state, position } = await one.state(aggregate);
    expect(position).toBe(61);
    expect(state).toMatchObject({ status: 'there' });
    expect(log.facts.map(({ version }) => version)).toEqual(Array.from({ length: 61 }, (_, index) => index + 1));
    expect(new Set(log.facts.map(({ causationid }) => causationid)).size).toBe(61);
  });

  it('gives up after the attempts it was given, and only repeats conflicts', async () => {
    const log = new DisturbedLog();
    const handler = handlerOn(log, { maxAttempts: 1 });
    await handler.handle(aggregate, create, cause());
    log.disturb = () => Promise.reject(new ConcurrencyError('lost'));
    await expect(handler.handle(aggregate, move('b'), cause())).rejects.toMatchObject({ code: 'concurrency_conflict' });
    log.disturb = () => Promise.reject(new LogUnavailableError('away'));
    await expect(handler.handle(aggregate, move('b'), cause())).rejects.toMatchObject({ code: 'log_unavailable' });
  });

  it('finds what it wrote without knowing, when the command is repeated later', async () => {
    const log = new DisturbedLog();
    let seconds = 0;
    const handler = handlerOn(log, { now: () => `2026-01-01T00:00:0${(seconds += 1)}.000Z` });
    await handler.handle(aggregate, create, cause());
    log.disturb = async (write) => {
      await write();
      throw new LogUnavailableError('no acknowledgement');
    };
    await expect(handler.handle(aggregate, move('b'), cause('r'))).rejects.toMatchObject({ code: 'log_unavailable' });
    const outcome = await handler.handle(aggregate, move('b'), cause('r'));
    expect(outcome).toEqual({ kind: 'accepted', facts: [log.facts[1]], position: 2, repeated: true });
    expect(log.facts).toHaveLength(2);
    expect((await handler.state(aggregate)).state).toEqual({ status: 'there', ranks: ['a', 'b'] });
  });

  it('does not load again what it has in its cache', async () => {
    const log = new DisturbedLog();
    const handler = handlerOn(log);
    await handler.handle(aggregate, create, cause());
    const { loads } = log;
    await handler.handle(aggregate, move('b'), cause());
    expect(log.loads).toBe(loads);
    const uncached = handlerOn(log, { cachedStates: 1 });
    await uncached.handle(aggregate, move('c'), cause());
    expect(log.facts.map(({ type }: EventEnvelope<FactType>) => type.split('.')[3])).toEqual([
      'TaskCreated',
      'TaskMoved',
      'TaskMoved',
    ]);
  });
});
