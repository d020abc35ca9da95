import type { AttachmentView, CommentView, TaskPriorityName, TaskView } from '@podium/board';
import { apiPath, callApi, type Answer } from './client.ts';
import { read } from './requests.ts';
import type { Undoable } from './types.ts';

interface TaskRef {
  project_id: string;
  id: string;
}

type Written<T = unknown> = Promise<Answer<T & { position?: number } & Undoable>>;

export interface CommentList {
  comments: CommentView[];
}

export interface NewTemplate {
  name: string;
  title: string;
  description: string;
  priority: TaskPriorityName;
  labels: string[];
}

const taskPath = (task: TaskRef, ...rest: string[]): string =>
  apiPath('projects', task.project_id, 'tasks', task.id, ...rest);

/** The address of a file's bytes. */
export function attachmentAddress(projectId: string, attachmentId: string): string {
  return `/api/${apiPath('projects', projectId, 'attachments', attachmentId)}`;
}

/** What is changed of one step of a checklist. */
export interface ItemEdit {
  text?: string;
  done?: boolean;
  /** The step before it; null: it is the first. */
  after_id?: string | null;
  /** The words that the person saw: refused where somebody has changed them since. */
  seen_text?: string;
}

export function editItem(task: TaskRef, itemId: string, edit: ItemEdit): Written<TaskView> {
  return callApi(taskPath(task, 'checklist', itemId), { method: 'PATCH', body: edit });
}

/** Adds a step under an id that is made up here; at the end without a place. */
export function putItem(task: TaskRef, itemId: string, item: Omit<ItemEdit, 'seen_text'>): Written<TaskView> {
  return callApi(taskPath(task, 'checklist', itemId), { method: 'PUT', body: item });
}

export function removeItem(task: TaskRef, itemId: string, seenText: string): Written<TaskView> {
  const query = new URLSearchParams({ seen_text: seenText });
  return callApi(`${taskPath(task, 'checklist', itemId)}?${query}`, { method: 'DELETE' });
}

export function addDependency(task: TaskRef, dependsOnId: string): Written<TaskView> {
  return callApi(taskPath(task, 'dependencies'), { method: 'POST', body: { task_id: dependsOnId } });
}

export function removeDependency(task: TaskRef, dependsOnId: string): Written<TaskView> {
  return callApi(taskPath(task, 'dependencies', dependsOnId), { method: 'DELETE' });
}

/** Puts a task away, brings it back, or makes another one like it. */
export function actOnTask(task: TaskRef, act: 'archive' | 'unarchive' | 'duplicate' | 'restore'): Written<TaskView> {
  return callApi(taskPath(task, act), { method: 'POST', body: {} });
}

/** All comments of a task, oldest first. @param notBefore the answer is not older than this position of the log */
export async function getComments(task: TaskRef, signal: AbortSignal, notBefore: number): Promise<CommentList> {
  const comments: CommentView[] = [];
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams({ limit: '500', ...(cursor ? { cursor } : {}) });
    const page: CommentList & { next_cursor: string | null } = await read(
      `${taskPath(task, 'comments')}?${query}`,
      signal,
      notBefore,
    );
    comments.push(...page.comments);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return { comments };
}

export function addComment(task: TaskRef, text: string): Written<CommentView> {
  return callApi(taskPath(task, 'comments'), { method: 'POST', body: { text } });
}

export function editComment(task: TaskRef, commentId: string, text: string): Written<CommentView> {
  return callApi(taskPath(task, 'comments', commentId), { method: 'PATCH', body: { text } });
}

export function deleteComment(task: TaskRef, commentId: string): Written {
  return callApi(taskPath(task, 'comments', commentId), { method: 'DELETE' });
}

/** Stores a file's bytes for a project; it belongs to nothing yet. */
export async function uploadFile(projectId: string, file: File): Promise<AttachmentView> {
  const path = `${apiPath('projects', projectId, 'attachments')}?${new URLSearchParams({ name: file.name })}`;
  const { value } = await callApi<AttachmentView>(path, { method: 'POST', file });
  if (!value) throw new Error('The upload was answered without the file.');
  return value;
}

export function attach(task: TaskRef, attachmentId: string): Written<TaskView> {
  return callApi(taskPath(task, 'attachments'), { method: 'POST', body: { attachment_id: attachmentId } });
}

export function detach(task: TaskRef, attachmentId: string): Written<TaskView> {
  return callApi(taskPath(task, 'attachments', attachmentId), { method: 'DELETE' });
}

/** Keeps a task's text as a beginning for new ones. */
export function saveTemplate(projectId: string, templateId: string, template: NewTemplate): Written {
  return callApi(apiPath('projects', projectId, 'templates', templateId), { method: 'PUT', body: template });
}
