import { describe, expect, it } from '@jest/globals';
import { TaskStatus } from '@podium/proto';
import { WrittenHistory } from './testing/written-history.ts';
import { timelineMark } from './timeline.ts';

const history = new WrittenHistory();
const names = { titleOf: () => 'Add a README', nameOf: () => 'Ann' };
const run = { taskId: 't', sessionId: 's', from: TaskStatus.IN_PROGRESS };

describe('marks of the timeline', () => {
  it('say once what happened to which card', () => {
    const facts = [
      history.write('p', 't', 'podium.task.v1.TaskExecutionCompleted', { ...run, to: TaskStatus.AI_REVIEW }),
      history.write('p', 't', 'podium.task.v1.TaskExecutionStopped', { ...run, to: TaskStatus.TODO }),
      history.write('p', 't', 'podium.task.v1.TaskArchived', { taskId: 't' }),
      history.write('p', 't', 'podium.task.v1.TaskDeleted', { taskId: 't' }),
    ];
    expect(facts.map((fact) => timelineMark(fact, names))).toMatchObject([
      { kind: 'completed', task_id: 't', label: 'Add a README: done, now in AI review' },
      { kind: 'stopped', label: 'Add a README: stopped, back in To do' },
      { kind: 'archived', label: 'Add a README: Ann archived the task' },
      { kind: 'deleted', label: 'Add a README: Ann deleted the task' },
    ]);
  });

  it('are there for what an agent waits for, at its card', () => {
    const asked = history.write('p', 's', 'podium.session.v1.PermissionAsked', {
      sessionId: 's',
      taskId: 't',
      gateId: 'g',
      action: 'bash',
      patterns: ['npm test'],
      always: [],
    });
    expect(timelineMark(asked, names)).toMatchObject({
      kind: 'gate',
      task_id: 't',
      label: 'Add a README: the agent asks to run npm test',
    });
  });
});
