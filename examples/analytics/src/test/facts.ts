import type { Aggregate } from '@podium/event-sourcing';
import { schemaOf, TaskPriority, type EventEnvelope, type FactsOf, type MessageTypes } from '@podium/proto';
import { randomUUID } from 'node:crypto';

type TaskFact = FactsOf<'task'>;

/** What may happen to a task, in short. */
export type Step = 'created' | 'started' | 'completed' | 'stopped' | 'accepted' | 'reopened' | 'deleted';

export const steps: readonly Step[] = ['created', 'started', 'completed', 'stopped', 'accepted', 'reopened', 'deleted'];

const moves = {
  started: ['podium.task.v1.TaskExecutionStarted', 'TODO', 'IN_PROGRESS'],
  completed: ['podium.task.v1.TaskExecutionCompleted', 'IN_PROGRESS', 'AI_REVIEW'],
  stopped: ['podium.task.v1.TaskExecutionStopped', 'IN_PROGRESS', 'TODO'],
  accepted: ['podium.task.v1.TaskMoved', 'AI_REVIEW', 'DONE'],
  reopened: ['podium.task.v1.TaskMoved', 'DONE', 'TODO'],
} as const;

/** The fact of a step, valid on the wire. */
export function factOf({ projectId, id }: Aggregate, step: Step, time: Date): EventEnvelope<TaskFact> {
  const [type, data] = messageOf(id, step);
  return {
    specversion: '1.0',
    id: randomUUID(),
    source: '/podium/task-svc',
    type,
    subject: `${projectId}/task/${id}`,
    time: time.toISOString(),
    datacontenttype: 'application/json',
    dataschema: schemaOf(type),
    data: data as MessageTypes[TaskFact],
    correlationid: 'request-1',
    causationid: 'request-1',
    actor: 'user:owner',
    version: 1,
  };
}

function messageOf(taskId: string, step: Step): [TaskFact, object] {
  if (step === 'created') {
    const data = { taskId, title: 'a', description: '', priority: TaskPriority.MEDIUM, rank: 'a' };
    return ['podium.task.v1.TaskCreated', data];
  }
  if (step === 'deleted') return ['podium.task.v1.TaskDeleted', { taskId }];
  const [type, from, to] = moves[step];
  const columns = { from: `TASK_STATUS_${from}`, to: `TASK_STATUS_${to}` };
  if (type === 'podium.task.v1.TaskMoved') return [type, { taskId, ...columns, rank: 'a' }];
  const execution = { taskId, sessionId: 'session-1', ...columns };
  if (step !== 'started') return [type, execution];
  return [type, { ...execution, title: 'a', prompt: 'a', priority: TaskPriority.MEDIUM }];
}
