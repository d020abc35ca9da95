import { describe, expect, it } from '@jest/globals';
import { fact, type NewFact } from '@podium/event-sourcing';
import { given } from '@podium/event-sourcing/testing';
import { TaskPriority, TaskStatus } from '@podium/proto';
import { taskDecider } from './task-decider.ts';
import { mayMove } from './transitions.ts';

const taskId = 't1';
const sessionId = 's1';

const created = fact('podium.task.v1.TaskCreated', {
  taskId,
  title: 'Add a README',
  description: 'Short.',
  priority: TaskPriority.MEDIUM,
  rank: 'a0',
});
const deleted = fact('podium.task.v1.TaskDeleted', { taskId });
const started = fact('podium.task.v1.TaskExecutionStarted', {
  taskId,
  sessionId,
  title: 'Add a README',
  prompt: 'Add a README\n\nShort.',
  priority: TaskPriority.MEDIUM,
  from: TaskStatus.TODO,
  to: TaskStatus.IN_PROGRESS,
});
const completed = fact('podium.task.v1.TaskExecutionCompleted', {
  taskId,
  sessionId,
  from: TaskStatus.IN_PROGRESS,
  to: TaskStatus.AI_REVIEW,
});

function movedTo(to: TaskStatus, from: TaskStatus, rank = 'a0'): NewFact {
  return fact('podium.task.v1.TaskMoved', { taskId, from, to, rank });
}

describe('creating a task', () => {
  const command = {
    kind: 'create',
    taskId,
    title: ' Add a README ',
    description: 'Short.',
    priority: TaskPriority.UNSPECIFIED,
    rank: 'a0',
  } as const;

  it('puts it into TODO with medium priority unless said otherwise', () =>
    given(taskDecider, []).when(command).then(created));

  it('refuses an id that is taken', () => given(taskDecider, [created]).when(command).thenRejected('task_exists'));

  it.each([
    ['an empty title', { title: ' ' }],
    ['a title of 201 characters', { title: 'x'.repeat(201) }],
    ['a description of 10,001 characters', { description: 'x'.repeat(10_001) }],
    ['a rank that does not sort', { rank: 'a b' }],
  ])('refuses %s', (_, change) =>
    given(taskDecider, [])
      .when({ ...command, ...change })
      .thenRejected('invalid'),
  );
});

describe('executing a task', () => {
  it('starts a session with title and description as its prompt', () =>
    given(taskDecider, [created]).when({ kind: 'execute', taskId, sessionId }).then(started));

  it('takes a prompt of its own', () =>
    given(taskDecider, [created])
      .when({ kind: 'execute', taskId, sessionId, prompt: 'Do it in French' })
      .then(fact('podium.task.v1.TaskExecutionStarted', { ...started.data, prompt: 'Do it in French' })));

  it('refuses a second session', () =>
    given(taskDecider, [created, started])
      .when({ kind: 'execute', taskId, sessionId: 's2' })
      .thenRejected('session_active'));

  it('refuses a card that is not in TODO', () =>
    given(taskDecider, [created, started, completed])
      .when({ kind: 'execute', taskId, sessionId: 's2' })
      .thenRejected('illegal_transition'));

  it('refuses a prompt of 50,001 characters', () =>
    given(taskDecider, [created])
      .when({ kind: 'execute', taskId, sessionId, prompt: 'x'.repeat(50_001) })
      .thenRejected('invalid'));

  it('refuses a task that is not there', () =>
    given(taskDecider, []).when({ kind: 'execute', taskId, sessionId }).thenRejected('task_not_found'));
});

describe('the end of a session', () => {
  const end = { kind: 'end-execution', taskId, sessionId } as const;

  it('completed: AI review', () =>
    given(taskDecider, [created, started])
      .when({ ...end, ending: { kind: 'completed' } })
      .then(completed));

  it('failed: back to TODO with the reason', () =>
    given(taskDecider, [created, started])
      .when({ ...end, ending: { kind: 'failed', reason: 'model_error', message: 'No.', retryable: true } })
      .then(
        fact('podium.task.v1.TaskExecutionFailed', {
          taskId,
          sessionId,
          reason: 'model_error',
          message: 'No.',
          retryable: true,
          from: TaskStatus.IN_PROGRESS,
          to: TaskStatus.TODO,
        }),
      ));

  it('stopped: back to TODO', () =>
    given(taskDecider, [created, started])
      .when({ ...end, ending: { kind: 'stopped' } })
      .then(
        fact('podium.task.v1.TaskExecutionStopped', {
          taskId,
          sessionId,
          from: TaskStatus.IN_PROGRESS,
          to: TaskStatus.TODO,
        }),
      ));

  it('is ignored when it is told twice, or of another session', () => {
    given(taskDecider, [created, started, completed])
      .when({ ...end, ending: { kind: 'stopped' } })
      .thenNothing();
    given(taskDecider, [created, started])
      .when({ ...end, sessionId: 's0', ending: { kind: 'completed' } })
      .thenNothing();
  });
});

describe('moving a card', () => {
  it('goes along the edges', () =>
    given(taskDecider, [created, started, completed])
      .when({ kind: 'move', taskId, to: TaskStatus.HUMAN_REVIEW, rank: 'a0' })
      .then(movedTo(TaskStatus.HUMAN_REVIEW, TaskStatus.AI_REVIEW)));

  it('refuses a jump', () =>
    given(taskDecider, [created])
      .when({ kind: 'move', taskId, to: TaskStatus.DONE, rank: 'a0' })
      .thenRejected('illegal_transition'));

  it('changes the order within a column', () => {
    given(taskDecider, [created])
      .when({ kind: 'move', taskId, to: TaskStatus.TODO, rank: 'a1' })
      .then(movedTo(TaskStatus.TODO, TaskStatus.TODO, 'a1'));
    given(taskDecider, [created]).when({ kind: 'move', taskId, to: TaskStatus.TODO, rank: 'a0' }).thenNothing();
  });

  it('waits for the agent, but lets the order change', () => {
    given(taskDecider, [created, started])
      .when({ kind: 'move', taskId, to: TaskStatus.TODO, rank: 'a0' })
      .thenRejected('session_active');
    given(taskDecider, [created, started])
      .when({ kind: 'move', taskId, to: TaskStatus.IN_PROGRESS, rank: 'a1' })
      .then(movedTo(TaskStatus.IN_PROGRESS, TaskStatus.IN_PROGRESS, 'a1'));
  });

  it('leads back to TODO from everywhere', () => {
    for (const status of Object.values(TaskStatus)) expect(mayMove(status, TaskStatus.TODO)).toBe(true);
  });
});

describe('editing a task', () => {
  const edited = fact('podium.task.v1.TaskEdited', { taskId, title: 'Add docs' });

  it('says only what changed', () =>
    given(taskDecider, [created])
      .when({ kind: 'edit', taskId, title: 'Add docs', description: 'Short.', seenVersion: 1 })
      .then(edited));

  it('refuses a text that was written on top of an older one', () =>
    given(taskDecider, [created, edited])
      .when({ kind: 'edit', taskId, title: 'Mine', seenVersion: 1 })
      .thenRejected('stale_edit'));

  it('does not mind that the card was moved meanwhile', () =>
    given(taskDecider, [created, movedTo(TaskStatus.TODO, TaskStatus.TODO, 'a1')])
      .when({ kind: 'edit', taskId, title: 'Add docs', seenVersion: 1 })
      .then(edited));

  it('does nothing where all is as asked', () =>
    given(taskDecider, [created]).when({ kind: 'edit', taskId, title: 'Add a README', seenVersion: 0 }).thenNothing());
});

describe('deleting a task', () => {
  it('deletes it once', () => {
    given(taskDecider, [created]).when({ kind: 'delete', taskId }).then(deleted);
    given(taskDecider, [created, deleted]).when({ kind: 'delete', taskId }).thenNothing();
  });

  it('waits for the agent, unless the project is gone', () => {
    given(taskDecider, [created, started]).when({ kind: 'delete', taskId }).thenRejected('session_active');
    given(taskDecider, [created, started]).when({ kind: 'delete', taskId, evenIfActive: true }).then(deleted);
  });
});
