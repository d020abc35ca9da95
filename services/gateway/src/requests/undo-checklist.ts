import type { ChecklistItemView, TaskView, UndoView } from '@podium/board';
import { taskPath } from './undo.ts';

/** Sets one step back to what it was and where, unless somebody has changed its words again. Null where it is as it was. */
export function undoOfItem(itemId: string, before: TaskView, after: TaskView): UndoView | null {
  const was = itemOf(itemId, before);
  const is = itemOf(itemId, after);
  if (!was || !is) return null;
  const body = {
    ...(was.text === is.text ? {} : { text: was.text, seen_text: is.text }),
    ...(was.done === is.done ? {} : { done: was.done }),
    ...(isMoved(itemId, before, after) ? { after_id: idBefore(itemId, before) } : {}),
  };
  return Object.keys(body).length > 0 ? { method: 'PATCH', path: pathOf(itemId, after), body } : null;
}

/** Takes a step off again, unless somebody has changed its words; where there was one already, sets that back. */
export function undoOfAddedItem(itemId: string, before: TaskView, after: TaskView): UndoView | null {
  if (itemOf(itemId, before)) return undoOfItem(itemId, before, after);
  const added = itemOf(itemId, after);
  if (!added) return null;
  return { method: 'DELETE', path: `${pathOf(itemId, after)}?${new URLSearchParams({ seen_text: added.text })}` };
}

/** Adds a removed step again, where it was. */
export function undoOfRemovedItem(itemId: string, before: TaskView, after: TaskView): UndoView | null {
  const was = itemOf(itemId, before);
  if (!was || itemOf(itemId, after)) return null;
  const body = { text: was.text, done: was.done, after_id: idBefore(itemId, before) };
  return { method: 'PUT', path: pathOf(itemId, after), body };
}

function itemOf(itemId: string, { checklist }: TaskView): ChecklistItemView | undefined {
  return checklist.find(({ id }) => id === itemId);
}

/** Whether it stands behind another step, among those that were and are there. */
function isMoved(itemId: string, before: TaskView, after: TaskView): boolean {
  return idBefore(itemId, before) !== idBefore(itemId, after);
}

/** The step before it; null where it is the first. */
function idBefore(itemId: string, { checklist }: TaskView): string | null {
  return checklist[checklist.findIndex(({ id }) => id === itemId) - 1]?.id ?? null;
}

function pathOf(itemId: string, { project_id, id }: TaskView): string {
  return `${taskPath(project_id, id)}/checklist/${itemId}`;
}
