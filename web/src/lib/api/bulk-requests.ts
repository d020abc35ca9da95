import type { TaskPriorityName, TaskStatusName, TaskView } from '@podium/board';
import { apiPath, callApi } from './client.ts';
import { ProblemError, problemOf } from './problem.ts';
import type { UndoStep } from './types.ts';

/** What can be done with many tasks at once. */
export type BulkAction =
  /** In their order behind another card, null for the beginning of the column; at its end without one. */
  | { action: 'move'; status: TaskStatusName; after_id?: string | null }
  | { action: 'archive' | 'unarchive' | 'delete' | 'restore' }
  | { action: 'label'; add_labels?: string[]; remove_labels?: string[] }
  | { action: 'priority'; priority: TaskPriorityName };

export interface BulkResult {
  task_id: string;
  status: 'done' | 'unchanged' | 'refused' | 'pending';
  task: TaskView | null;
  problem: { code: string; detail: string } | null;
  undo: UndoStep | null;
}

interface BulkAnswer {
  results: BulkResult[];
  position: number;
}

/** As many as one request may name. */
const atOnce = 200;

/** In the order of the ids. Throws a ProblemError where nothing at all was done of a part of them. */
export async function actOnTasks(
  projectId: string,
  taskIds: readonly string[],
  action: BulkAction,
): Promise<BulkAnswer> {
  const whole: BulkAnswer = { results: [], position: 0 };
  for (let from = 0; from < taskIds.length; from += atOnce) {
    const body = {
      task_ids: taskIds.slice(from, from + atOnce),
      ...action,
      ...behindTheLast(action, taskIds[from - 1]),
    };
    const path = apiPath('projects', projectId, 'tasks', 'bulk');
    const { value } = await callApi<BulkAnswer>(path, { method: 'POST', body });
    if (!value) throw new ProblemError(problemOf(502, { title: 'The server’s answer was empty' }));
    whole.results.push(...value.results);
    whole.position = Math.max(whole.position, value.position);
  }
  return whole;
}

/** The second part of many goes behind the first one. */
function behindTheLast(action: BulkAction, lastId: string | undefined): { after_id?: string } {
  return action.action === 'move' && action.after_id !== undefined && lastId ? { after_id: lastId } : {};
}
