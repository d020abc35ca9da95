import { describe, expect, it } from '@jest/globals';
import { TaskPriority, TaskStatus } from '@podium/proto';
import { fact } from '../index.ts';
import { given } from '../testing/given.ts';
import { ticket } from './ticket.ts';

const created = fact('podium.task.v1.TaskCreated', {
  taskId: 'x',
  title: 't',
  description: '',
  priority: TaskPriority.MEDIUM,
  rank: 'a',
});
const moved = (rank: string): ReturnType<typeof fact> =>
  fact('podium.task.v1.TaskMoved', { taskId: 'x', from: TaskStatus.TODO, to: TaskStatus.TODO, rank });

describe('given, when, then', () => {
  it('passes where the decision is the expected one', () => {
    given(ticket, [created])
      .when({ name: 'move', ranks: ['b', 'c'] })
      .then(moved('b'), moved('c'));
    given(ticket, [created, fact('podium.task.v1.TaskDeleted', { taskId: 'x' })])
      .when({ name: 'delete' })
      .thenNothing();
    given(ticket, []).when({ name: 'delete' }).then();
    given(ticket, [created]).when({ name: 'create', id: 'x' }).thenRejected('ticket_exists');
  });

  it.each([
    [
      'another fact',
      () =>
        given(ticket, [created])
          .when({ name: 'move', ranks: ['b'] })
          .then(moved('c')),
    ],
    [
      'one fact too many',
      () =>
        given(ticket, [created])
          .when({ name: 'move', ranks: ['b', 'c'] })
          .then(moved('b')),
    ],
    [
      'a rejection instead of facts',
      () =>
        given(ticket, [])
          .when({ name: 'move', ranks: ['b'] })
          .then(moved('b')),
    ],
    [
      'a rejection instead of nothing',
      () =>
        given(ticket, [])
          .when({ name: 'move', ranks: ['b'] })
          .thenNothing(),
    ],
    ['facts instead of nothing', () => given(ticket, [created]).when({ name: 'delete' }).thenNothing()],
    ['facts instead of a rejection', () => given(ticket, [created]).when({ name: 'delete' }).thenRejected('any')],
    [
      'another rejection',
      () =>
        given(ticket, [])
          .when({ name: 'move', ranks: ['b'] })
          .thenRejected('other'),
    ],
    ['a past that does not fit its contract', () => given(ticket, [{ ...moved('b'), data: { rank: 1 } } as never])],
    [
      'a decision that does not fit its contract',
      () =>
        given(ticket, [])
          .when({ name: 'create', id: 1 as never })
          .then({ ...created } as never),
    ],
  ])('fails on %s', (_name, run) => {
    expect(run).toThrow();
  });
});
