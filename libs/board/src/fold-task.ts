import { projectIdOf, type RecordedFact, type TaskStatus } from '@podium/proto';
import { taskPriorityName, taskStatusName } from './names.ts';

import type { TaskView } from './views.ts';

/** Folds one fact into a task; null where there is none (yet, or any more). */
export function foldTask(task: TaskView | null, fact: RecordedFact): TaskView | null {
  if (fact.type === 'podium.task.v1.TaskCreated') return createdTask(fact);
  if (!task) return null;
  const change = changeOf(task, fact);
  if (change === 'deleted') return null;
  if (!change) return task;
  return { ...task, ...change, updated_at: fact.time, version: fact.version, position: fact.position };
}

function createdTask(fact: Extract<RecordedFact, { type: 'podium.task.v1.TaskCreated' }>): TaskView {
  return {
    id: fact.data.taskId,
    project_id: projectIdOf(fact),
    title: fact.data.title,
    description: fact.data.description,
    priority: taskPriorityName(fact.data.priority),
    status: 'TODO',
    rank: fact.data.rank,
    active_session_id: null,
    latest_session_id: null,
    failure: null,
    status_since: fact.time,
    created_at: fact.time,
    updated_at: fact.time,
    created_by: fact.actor,
    version: fact.version,
    position: fact.position,
  };
}

function changeOf(task: TaskView, fact: RecordedFact): Partial<TaskView> | 'deleted' | undefined {
  switch (fact.type) {
    case 'podium.task.v1.TaskEdited':
      return {
        title: fact.data.title ?? task.title,
        description: fact.data.description ?? task.description,
        ...(fact.data.priority ? { priority: taskPriorityName(fact.data.priority) } : {}),
      };
    case 'podium.task.v1.TaskMoved':
      return { ...statusChange(task, fact.data.to, fact.time), rank: fact.data.rank, failure: null };
    case 'podium.task.v1.TaskExecutionStarted':
      return {
        ...statusChange(task, fact.data.to, fact.time),
        active_session_id: fact.data.sessionId,
        latest_session_id: fact.data.sessionId,
        failure: null,
      };
    case 'podium.task.v1.TaskExecutionCompleted':
    case 'podium.task.v1.TaskExecutionStopped':
      return { ...statusChange(task, fact.data.to, fact.time), active_session_id: null };
    case 'podium.task.v1.TaskExecutionFailed':
      return {
        ...statusChange(task, fact.data.to, fact.time),
        active_session_id: null,
        failure: { code: fact.data.reason, message: fact.data.message, retryable: fact.data.retryable },
      };
    case 'podium.task.v1.TaskDeleted':
      return 'deleted';
    default:
      return undefined;
  }
}

function statusChange(task: TaskView, to: TaskStatus, time: string): Partial<TaskView> {
  const status = taskStatusName(to);
  return status === task.status ? {} : { status, status_since: time };
}
