import { fact, reject, type NewFact, type Rejected } from '@podium/event-sourcing';
import type { TaskCard } from '@podium/proto';
import type { ArchiveTask, DeleteTask, RestoreTask, UnarchiveTask } from './commands.ts';
import { propertiesOf } from './properties.ts';
import { taskNotFound } from './refusals.ts';
import type { LiveTask, TaskState } from './task.ts';

type Decision = readonly NewFact[] | Rejected;

/** Puts a card away that no agent works on. */
export function archiveTask(state: TaskState, { taskId }: ArchiveTask): Decision {
  if (state.kind !== 'live') return taskNotFound();
  if (state.archivedAt !== null) return [];
  if (state.activeSessionId) {
    return reject('session_active', 'An agent works on this task. Stop it before you archive the task.');
  }
  return [fact('podium.task.v1.TaskArchived', { taskId })];
}

export function unarchiveTask(state: TaskState, { taskId, dependsOn }: UnarchiveTask): Decision {
  if (state.kind !== 'live') return taskNotFound();
  if (state.archivedAt === null) return [];
  return [fact('podium.task.v1.TaskUnarchived', { taskId, card: cardOf({ ...state, archivedAt: null }, dependsOn) })];
}

/** Deleting a deleted task changes nothing. */
export function deleteTask(state: TaskState, command: DeleteTask): Decision {
  if (state.kind === 'none') return taskNotFound();
  if (state.kind === 'deleted') return [];
  if (state.activeSessionId && !command.evenIfActive) {
    return reject('session_active', 'An agent works on this task. Stop it before you delete the task.');
  }
  return [fact('podium.task.v1.TaskDeleted', { taskId: command.taskId })];
}

/** Brings a deleted task back as it was. */
export function restoreTask(state: TaskState, { taskId, dependsOn }: RestoreTask): Decision {
  if (state.kind === 'live') return [];
  if (state.kind === 'none' || !state.task) return taskNotFound();
  return [fact('podium.task.v1.TaskRestored', { taskId, card: cardOf(state.task, dependsOn) })];
}

/** All of a task. */
function cardOf(task: LiveTask, dependsOn: readonly string[]): TaskCard {
  const { title, description, priority, status, rank, statusSince, createdAt, createdBy } = task;
  return {
    title,
    description,
    priority,
    status,
    rank,
    properties: propertiesOf(task.properties),
    attachments: { items: task.attachments.map((each) => ({ ...each })) },
    dependsOnTaskIds: [...dependsOn],
    commentCount: [...task.comments.values()].filter(({ isDeleted }) => !isDeleted).length,
    ...(task.latestSessionId === null ? {} : { latestSessionId: task.latestSessionId }),
    ...(task.failure === null ? {} : { failure: { ...task.failure } }),
    ...(task.archivedAt === null ? {} : { archivedAt: task.archivedAt }),
    statusSince,
    createdAt,
    createdBy,
  };
}
