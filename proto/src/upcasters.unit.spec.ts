import { describe, expect, it } from '@jest/globals';
import { assertFitsContract } from './contracts.ts';
import type { EventEnvelope, MessageType } from './envelope.ts';
import { upcast, UpcasterError, upcastingWith, type Upcasters } from './upcasters.ts';

const created = 'podium.task.v1.TaskCreated';

/** A worked example: what TaskCreated might have looked like in two versions before this one. */
const example: Upcasters = {
  // Version 0 had one text, whose first line was the title.
  'podium.task.v0.TaskCreated': {
    to: 'podium.task.v0.CardCreated',
    data: ({ text, ...rest }) => {
      const [title = '', ...description] = String(text).split('\n');
      return { ...rest, title, description: description.join('\n') };
    },
  },
  // Then urgency was a number, and who created it said where it stands by the time.
  'podium.task.v0.CardCreated': {
    to: created,
    data: ({ urgent, ...rest }, event) => ({
      ...rest,
      priority: urgent === 1 ? 'TASK_PRIORITY_URGENT' : 'TASK_PRIORITY_MEDIUM',
      rank: `0${Date.parse(event.time)}`,
    }),
  },
};

function written(type: string, data: Record<string, unknown>): EventEnvelope {
  return Object.freeze({
    specversion: '1.0',
    id: 'event-1',
    source: '/podium/task-svc',
    type: type as MessageType,
    subject: 'project-1/task/task-1',
    time: '2026-01-02T03:04:05.678Z',
    datacontenttype: 'application/json',
    dataschema: `podium:${type}`,
    data: Object.freeze(data) as unknown as EventEnvelope['data'],
    correlationid: 'request-1',
    causationid: 'request-1',
    actor: 'user:owner',
    version: 1,
  });
}

describe('upcastingWith', () => {
  const { upcast: read, currentType } = upcastingWith(example);

  it('reads an old fact as what it is called today, step by step, and fits the contract', () => {
    const old = written('podium.task.v0.TaskCreated', { taskId: 'task-1', text: 'Title\nMore\nwords', urgent: 1 });
    const fact = read(old);
    expect(fact).toEqual({
      ...old,
      type: created,
      dataschema: 'podium:podium/task/v1/task.proto#TaskCreated',
      data: {
        taskId: 'task-1',
        title: 'Title',
        description: 'More\nwords',
        priority: 'TASK_PRIORITY_URGENT',
        rank: '01767323045678',
      },
    });
    expect(() => assertFitsContract(created, fact.data)).not.toThrow();
  });

  it('begins where the fact is', () => {
    const old = written('podium.task.v0.CardCreated', { taskId: 'task-1', title: 'a', description: '' });
    expect(read(old)).toMatchObject({ type: created, data: { title: 'a', priority: 'TASK_PRIORITY_MEDIUM' } });
  });

  it.each([created, 'podium.task.v9.TaskPainted'])('passes %s on as it is', (type) => {
    const event = written(type, { taskId: 'task-1' });
    expect(read(event)).toBe(event);
  });

  it('reading what was read changes nothing', () => {
    const fact = read(written('podium.task.v0.TaskCreated', { taskId: 'task-1', text: 'a' }));
    expect(read(fact)).toBe(fact);
  });

  it('says what a type is called today', () => {
    expect(currentType('podium.task.v0.TaskCreated')).toBe(created);
    expect(currentType(created)).toBe(created);
    expect(currentType('podium.task.v9.TaskPainted')).toBe('podium.task.v9.TaskPainted');
  });

  const same = (old: Readonly<Record<string, unknown>>) => ({ ...old });
  it.each<[string, Upcasters]>([
    ['a circle', { a: { to: 'b', data: same }, b: { to: 'a', data: same } }],
    ['an upcaster to itself', { [created]: { to: created, data: same } }],
    ['a way to nowhere', { 'podium.task.v0.TaskCreated': { to: 'podium.task.v1.TaskForgotten', data: same } }],
  ])('refuses %s', (_case, upcasters) => {
    expect(() => upcastingWith(upcasters)).toThrow(UpcasterError);
  });
});

describe('upcast', () => {
  it('leaves a fact of today as it is', () => {
    const event = written(created, { taskId: 'task-1' });
    expect(upcast(event)).toBe(event);
  });
});
