import type { CommentView, ProjectView, TaskView, UndoView } from '@podium/board';

/** Properties of a task that an edit sets, as the API names them. */
const editableOfTask = [
  'title',
  'description',
  'priority',
  'labels',
  'assignee',
  'due_on',
  'auto_start',
  'checklist',
] as const satisfies readonly (keyof TaskView)[];

const editableOfProject = [
  'name',
  'description',
  'max_concurrent_sessions',
  'wip_limits',
  'session_limits',
  'gate_timeout_minutes',
  'budget',
] as const satisfies readonly (keyof ProjectView)[];

export function taskPath(projectId: string, taskId: string): string {
  return `/api/projects/${projectId}/tasks/${taskId}`;
}

/** Sets back what an edit changed, unless somebody has changed the same again. Null where nothing changed. */
export function undoOfEdit(before: TaskView, after: TaskView): UndoView | null {
  const body = differences(editableOfTask, before, after);
  const expected = differences(editableOfTask, after, before);
  return body && { method: 'PATCH', path: pathOf(after), body: { ...body, expected } };
}

/** Moves a card back to its very place. Null where it has not moved. */
export function undoOfMove(before: TaskView, after: TaskView): UndoView | null {
  if (before.status === after.status && before.rank === after.rank) return null;
  return { method: 'PATCH', path: `${pathOf(after)}/move`, body: { status: before.status, rank: before.rank } };
}

/** Sets back what an edit of a project changed. Null where nothing changed. */
export function undoOfProjectEdit(before: ProjectView, after: ProjectView): UndoView | null {
  const body = differences(editableOfProject, before, after);
  return body && { method: 'PATCH', path: `/api/projects/${after.id}`, body };
}

/** Puts the template back as it was; deletes it where there was none. */
export function undoOfTemplate(templateId: string, before: ProjectView): UndoView {
  const path = `/api/projects/${before.id}/templates/${templateId}`;
  return undoOfSaved(
    path,
    before.templates.find(({ id }) => id === templateId),
  );
}

/** Puts the saved view back as it was; deletes it where there was none. */
export function undoOfSavedView(viewId: string, before: ProjectView): UndoView {
  const path = `/api/projects/${before.id}/views/${viewId}`;
  return undoOfSaved(
    path,
    before.saved_views.find(({ id }) => id === viewId),
  );
}

/** Puts a comment's earlier text back. */
export function undoOfComment(before: CommentView): UndoView {
  const path = `${taskPath(before.project_id, before.task_id)}/comments/${before.id}`;
  return { method: 'PATCH', path, body: { text: before.text } };
}

function undoOfSaved(path: string, before: { readonly id: string } | undefined): UndoView {
  if (!before) return { method: 'DELETE', path };
  const { id: _, ...body } = before;
  return { method: 'PUT', path, body };
}

/** The members that differ, as they were before; null where none does. */
function differences<View extends object>(
  names: readonly (keyof View & string)[],
  before: View,
  after: View,
): Record<string, unknown> | null {
  const changed = names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  return changed.length > 0 ? Object.fromEntries(changed.map((name) => [name, before[name]])) : null;
}

function pathOf({ project_id, id }: TaskView): string {
  return taskPath(project_id, id);
}
