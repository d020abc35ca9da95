import { describe, it } from '@jest/globals';
import { fact } from '@podium/event-sourcing';
import { given } from '@podium/event-sourcing/testing';
import { TaskPriority, TaskStatus } from '@podium/proto';
import { taskDecider } from './task-decider.ts';

const taskId = 't1';
const created = fact('podium.task.v1.TaskCreated', {
  taskId,
  title: 'Add a README',
  description: '',
  priority: TaskPriority.MEDIUM,
  rank: 'a0',
});

function started(sessionId: string, prompt: string, from: TaskStatus, more: object = {}) {
  const at = { title: 'Add a README', prompt, priority: TaskPriority.MEDIUM, from, to: TaskStatus.IN_PROGRESS };
  return fact('podium.task.v1.TaskExecutionStarted', { taskId, sessionId, ...at, ...more });
}

const completed = fact('podium.task.v1.TaskExecutionCompleted', {
  taskId,
  sessionId: 's1',
  from: TaskStatus.IN_PROGRESS,
  to: TaskStatus.AI_REVIEW,
});
const worked = [created, started('s1', 'Add a README', TaskStatus.TODO), completed];
const moved = (from: TaskStatus, to: TaskStatus) => fact('podium.task.v1.TaskMoved', { taskId, from, to, rank: 'a0' });
const continues = { sessionId: 's1' };
const goOn = { kind: 'execute', taskId, sessionId: 's2', prompt: 'And a licence', continues } as const;

describe('going on with an earlier session', () => {
  it('is possible from the reviews, from Done and from To do', () => {
    const { AI_REVIEW, HUMAN_REVIEW, DONE, TODO } = TaskStatus;
    const toHuman = [...worked, moved(AI_REVIEW, HUMAN_REVIEW)];
    const toDone = [...toHuman, moved(HUMAN_REVIEW, DONE)];
    const back = [...toDone, moved(DONE, TODO)];
    given(taskDecider, worked)
      .when(goOn)
      .then(started('s2', 'And a licence', AI_REVIEW, { continues }));
    given(taskDecider, toHuman)
      .when(goOn)
      .then(started('s2', 'And a licence', HUMAN_REVIEW, { continues }));
    given(taskDecider, toDone)
      .when(goOn)
      .then(started('s2', 'And a licence', DONE, { continues }));
    given(taskDecider, back)
      .when(goOn)
      .then(started('s2', 'And a licence', TODO, { continues }));
  });

  it('carries what goes with the prompt, and where to fork', () => {
    const more = {
      options: { agent: 'plan', model: { providerId: 'p', modelId: 'm' }, attachments: [] },
      continues: { sessionId: 's1', forkMessageId: 'msg_1' },
    };
    given(taskDecider, worked)
      .when({ ...goOn, ...more })
      .then(started('s2', 'And a licence', TaskStatus.AI_REVIEW, more));
  });

  it('says something of its own where nobody says anything', () =>
    given(taskDecider, worked)
      .when({ kind: 'execute', taskId, sessionId: 's2', continues })
      .then(started('s2', 'Go on where you stopped, until the task is done.', TaskStatus.AI_REVIEW, { continues })));

  it('is for sessions of the task, and for one at a time', () => {
    given(taskDecider, worked)
      .when({ ...goOn, continues: { sessionId: 'other' } })
      .thenRejected('session_not_found');
    given(taskDecider, worked.slice(0, 2)).when(goOn).thenRejected('session_active');
    given(taskDecider, worked).when({ kind: 'execute', taskId, sessionId: 's2' }).thenRejected('illegal_transition');
  });
});
