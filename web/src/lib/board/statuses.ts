import { taskStatusNames, type SessionView, type TaskStatusName, type TaskView } from '@podium/board';

/** Names of the columns, as people read them. */
export const statusLabels: Record<TaskStatusName, string> = {
  TODO: 'To do',
  PLANNING: 'Planning',
  PLANNING_REVIEW: 'Plan review',
  IN_PROGRESS: 'In progress',
  AI_REVIEW: 'AI review',
  HUMAN_REVIEW: 'Human review',
  DONE: 'Done',
};

/** The edges along which a person may move a card. Mirrors the task's decider, which has the last word. */
const edges: Record<TaskStatusName, readonly TaskStatusName[]> = {
  TODO: ['PLANNING', 'IN_PROGRESS'],
  PLANNING: ['PLANNING_REVIEW', 'IN_PROGRESS'],
  PLANNING_REVIEW: ['IN_PROGRESS', 'PLANNING'],
  IN_PROGRESS: ['AI_REVIEW', 'PLANNING_REVIEW'],
  AI_REVIEW: ['HUMAN_REVIEW', 'IN_PROGRESS'],
  HUMAN_REVIEW: ['DONE', 'IN_PROGRESS'],
  DONE: [],
};

/** Whether a person may put the card there: along an edge, back to TODO, or to another place of its own column. */
export function mayMove(task: Pick<TaskView, 'status' | 'active_session_id'>, to: TaskStatusName): boolean {
  return refusalOf(task, to) === null;
}

/** Why a person may not put the card there, as a sentence; null where they may. */
export function refusalOf(task: Pick<TaskView, 'status' | 'active_session_id'>, to: TaskStatusName): string | null {
  if (task.status === to) return null;
  if (task.active_session_id) return 'An agent works on it, or is about to. Stop or cancel that first.';
  if (to === 'TODO' || edges[task.status].includes(to)) return null;
  const targets = [...edges[task.status], ...(task.status === 'TODO' ? [] : ['TODO' as const])];
  return `From ${statusLabels[task.status]} a card goes to ${inWords(targets.map((status) => statusLabels[status]))}.`;
}

function inWords(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

/**
 * Where a new card can be put: it begins in To do, and may go on to Planning by itself. What is further on is the result
 * of work, which Execute begins.
 */
export const firstStatuses: readonly TaskStatusName[] = ['TODO', 'PLANNING'];

/** The columns that shrink to a strip while nothing is in them. */
export const planningStatuses: readonly TaskStatusName[] = ['PLANNING', 'PLANNING_REVIEW'];

/** Where "Move to…" can lead from here, its own column left out. */
export function moveTargets(task: Pick<TaskView, 'status' | 'active_session_id' | 'archived_at'>): TaskStatusName[] {
  if (task.archived_at) return [];
  return taskStatusNames.filter((status) => status !== task.status && mayMove(task, status));
}

/** Whether an agent can begin with it now. */
export function mayExecute(task: Pick<TaskView, 'status' | 'active_session_id' | 'archived_at'>): boolean {
  return task.status === 'TODO' && !task.active_session_id && !task.archived_at;
}

/** The session that works on a task now, where one does. */
export function activeSession(task: TaskView, sessions: readonly SessionView[]): SessionView | null {
  return sessions.find((session) => session.id === task.active_session_id) ?? null;
}

export function latestSession(task: TaskView, sessions: readonly SessionView[]): SessionView | null {
  return sessions.find((session) => session.id === task.latest_session_id) ?? null;
}
