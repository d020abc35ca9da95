import type { TaskPriorityName, TaskStatusName, TaskView } from '@podium/board';
import { apiPath, callApi } from './client.ts';
import { ProblemError, problemOf } from './problem.ts';
import type { UndoStep } from './types.ts';

/** What can be done with many tasks at once. */
export type BulkAction =
  | { action: 'move'; status: TaskStatusName }
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
    const body = { task_ids: taskIds.slice(from, from + atOnce), ...action };
    const path = apiPath('projects', projectId, 'tasks', 'bulk');
    const { value } = await callApi<BulkAnswer>(path, { method: 'POST', body });
    if (!value) throw new ProblemError(problemOf(502, { title: 'The server’s answer was empty' }));
    whole.results.push(...value.results);
    whole.position = Math.max(whole.position, value.position);
  }
  return whole;
}
