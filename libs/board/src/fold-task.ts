import {
  aggregateIdOf,
  projectIdOf,
  type MessageTypes,
  type Recorded,
  type RecordedFact,
  type TaskStatus,
} from '@podium/proto';
import { taskPriorityName, taskStatusName } from './names.ts';
import { attachmentView, noProperties, presentProperties } from './task-properties.ts';
import type { TaskView } from './task-view.ts';

/**
 * The task that a fact of the context `task` is about. Who waits for whom is written beside the tasks, on one aggregate
 * of the project.
 */
export function taskIdOf(fact: RecordedFact): string {
  return 'taskId' in fact.data ? fact.data.taskId : aggregateIdOf(fact);
}

/** Folds one fact into a task; null where there is none (yet, or any more). */
export function foldTask(task: TaskView | null, fact: RecordedFact): TaskView | null {
  if (fact.type === 'podium.task.v1.TaskCreated') return createdTask(fact);
  if (fact.type === 'podium.task.v1.TaskRestored' || fact.type === 'podium.task.v1.TaskUnarchived') {
    return cardTask(task, fact);
  }
  if (!task) return null;
  if (fact.type === 'podium.task.v1.TaskDeleted') return null;
  const dependsOn = dependencies(task, fact);
  // The versions of these facts are not the task's.
  if (dependsOn) return { ...task, depends_on: dependsOn, updated_at: fact.time, position: fact.position };
  const change = changeOf(task, fact);
  return change ? { ...task, ...change, ...placeOf(fact) } : task;
}

function placeOf(fact: RecordedFact): Pick<TaskView, 'updated_at' | 'version' | 'position'> {
  return { updated_at: fact.time, version: fact.version, position: fact.position };
}

function createdTask(fact: Recorded<'podium.task.v1.TaskCreated'>): TaskView {
  return {
    id: fact.data.taskId,
    project_id: projectIdOf(fact),
    title: fact.data.title,
    description: fact.data.description,
    priority: taskPriorityName(fact.data.priority),
    status: 'TODO',
    rank: fact.data.rank,
    ...noProperties,
    ...presentProperties(fact.data.properties),
    depends_on: [],
    attachments: (fact.data.attachments?.items ?? []).map((each) => attachmentView(each, fact)),
    comment_count: 0,
    archived_at: null,
    active_session_id: null,
    latest_session_id: null,
    failure: null,
    status_since: fact.time,
    created_at: fact.time,
    created_by: fact.actor,
    ...placeOf(fact),
  };
}

type Returned = Recorded<'podium.task.v1.TaskRestored' | 'podium.task.v1.TaskUnarchived'>;

/** A task that is there again: the fact says all of it, for those who have not kept it. */
function cardTask(task: TaskView | null, fact: Returned): TaskView | null {
  const { taskId, card } = fact.data;
  const isUnarchived = fact.type === 'podium.task.v1.TaskUnarchived';
  if (task && isUnarchived) return { ...task, archived_at: null, ...placeOf(fact) };
  if (!card) return task;
  return {
    id: taskId,
    project_id: projectIdOf(fact),
    title: card.title,
    description: card.description,
    priority: taskPriorityName(card.priority),
    status: taskStatusName(card.status),
    rank: card.rank,
    ...noProperties,
    ...presentProperties(card.properties),
    depends_on: [...card.dependsOnTaskIds],
    attachments: (card.attachments?.items ?? []).map((each) => attachmentView(each, fact)),
    comment_count: card.commentCount,
    archived_at: isUnarchived ? null : (card.archivedAt ?? null),
    active_session_id: null,
    latest_session_id: card.latestSessionId ?? null,
    failure: card.failure ? { ...card.failure } : null,
    status_since: card.statusSince,
    created_at: card.createdAt,
    created_by: card.createdBy,
    ...placeOf(fact),
  };
}

function dependencies(task: TaskView, fact: RecordedFact): string[] | undefined {
  switch (fact.type) {
    case 'podium.task.v1.TaskDependencyAdded':
      return [...task.depends_on.filter((id) => id !== fact.data.dependsOnTaskId), fact.data.dependsOnTaskId];
    case 'podium.task.v1.TaskDependencyRemoved':
      return task.depends_on.filter((id) => id !== fact.data.dependsOnTaskId);
    default:
      return undefined;
  }
}

function changeOf(task: TaskView, fact: RecordedFact): Partial<TaskView> | undefined {
  switch (fact.type) {
    case 'podium.task.v1.TaskEdited':
      return edit(task, fact.data);
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
    case 'podium.task.v1.TaskArchived':
      return { archived_at: fact.time };
    default:
      return belongings(task, fact);
  }
}

/** Comments and files. */
function belongings(task: TaskView, fact: RecordedFact): Partial<TaskView> | undefined {
  switch (fact.type) {
    case 'podium.task.v1.CommentAdded':
    case 'podium.task.v1.CommentRestored':
      return { comment_count: task.comment_count + 1 };
    case 'podium.task.v1.CommentDeleted':
      return { comment_count: Math.max(0, task.comment_count - 1) };
    case 'podium.task.v1.CommentEdited':
      return {};
    case 'podium.task.v1.TaskAttachmentAdded': {
      const { attachment } = fact.data;
      return attachment && { attachments: [...task.attachments, attachmentView(attachment, fact)] };
    }
    case 'podium.task.v1.TaskAttachmentRemoved':
      return { attachments: task.attachments.filter(({ id }) => id !== fact.data.attachmentId) };
    default:
      return undefined;
  }
}

function edit(
  task: TaskView,
  { title, description, priority, properties }: MessageTypes['podium.task.v1.TaskEdited'],
): Partial<TaskView> {
  return {
    title: title ?? task.title,
    description: description ?? task.description,
    ...(priority ? { priority: taskPriorityName(priority) } : {}),
    ...presentProperties(properties),
  };
}

function statusChange(task: TaskView, to: TaskStatus, time: string): Partial<TaskView> {
  const status = taskStatusName(to);
  return status === task.status ? {} : { status, status_since: time };
}
