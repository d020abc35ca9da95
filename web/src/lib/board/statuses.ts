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
  if (task.status === to) return true;
  if (task.active_session_id) return false;
  return to === 'TODO' || edges[task.status].includes(to);
}

const planning: readonly TaskStatusName[] = ['PLANNING', 'PLANNING_REVIEW'];

/** The columns to show, in order: planning appears once it is used. */
export function shownColumns(tasks: readonly Pick<TaskView, 'status'>[]): readonly TaskStatusName[] {
  const usesPlanning = tasks.some((task) => planning.includes(task.status));
  return usesPlanning ? taskStatusNames : taskStatusNames.filter((status) => !planning.includes(status));
}

/** Where "Move to…" can lead from here, its own column left out. */
export function moveTargets(task: TaskView, columns: readonly TaskStatusName[]): TaskStatusName[] {
  return columns.filter((status) => status !== task.status && mayMove(task, status));
}

/** The session that works on a task now, where one does. */
export function activeSession(task: TaskView, sessions: readonly SessionView[]): SessionView | null {
  return sessions.find((session) => session.id === task.active_session_id) ?? null;
}

export function latestSession(task: TaskView, sessions: readonly SessionView[]): SessionView | null {
  return sessions.find((session) => session.id === task.latest_session_id) ?? null;
}
