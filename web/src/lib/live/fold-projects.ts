import { foldPod, foldProject, taskStatusName, type ProjectSummaryView, type TaskStatusName } from '@podium/board';
import { projectIdOf, type FactType, type RecordedFact } from '@podium/proto';
import type { ProjectList } from '../api/types.ts';

/** Facts that do not say in which column the task was or is. */
const leavesOrEnters: ReadonlySet<FactType> = new Set([
  'podium.task.v1.TaskDeleted',
  'podium.task.v1.TaskRestored',
  'podium.task.v1.TaskArchived',
  'podium.task.v1.TaskUnarchived',
] as const);

/**
 * Folds one fact into the grid of projects. `exact` is false where the fact alone does not tell the new counts (a deleted
 * task's column is not in its fact), or is the first that one sees of a project: then the list has to be fetched again.
 */
export function foldProjects(list: ProjectList, fact: RecordedFact): { list: ProjectList; exact: boolean } {
  if (fact.position <= list.position) return { list, exact: true };
  const id = projectIdOf(fact);
  const before = list.projects.find((project) => project.id === id) ?? null;
  const after = foldSummary(before, fact);
  const projects = !after
    ? list.projects.filter((project) => project.id !== id)
    : before
      ? list.projects.map((project) => (project.id === id ? after : project))
      : // As the server lists them: the oldest first.
        [...list.projects, after];
  const isJoined = !before && fact.type === 'podium.project.v1.ProjectMemberAdded';
  return { list: { position: fact.position, projects }, exact: !isJoined && !leavesOrEnters.has(fact.type) };
}

function foldSummary(summary: ProjectSummaryView | null, fact: RecordedFact): ProjectSummaryView | null {
  const project = foldProject(summary, fact);
  if (!project) return null;
  const base = summary ?? { ...project, pod: null, task_counts: noTasks(), active_sessions: 0 };
  return {
    ...base,
    ...project,
    pod: foldPod(base.pod, fact),
    task_counts: foldCounts(base.task_counts, fact),
    active_sessions: Math.max(0, base.active_sessions + sessionChange(fact)),
  };
}

function foldCounts(counts: ProjectSummaryView['task_counts'], fact: RecordedFact): ProjectSummaryView['task_counts'] {
  switch (fact.type) {
    case 'podium.task.v1.TaskCreated':
      return { ...counts, TODO: counts.TODO + 1 };
    case 'podium.task.v1.TaskMoved':
    case 'podium.task.v1.TaskExecutionStarted':
    case 'podium.task.v1.TaskExecutionCompleted':
    case 'podium.task.v1.TaskExecutionFailed':
    case 'podium.task.v1.TaskExecutionStopped':
      return shift(counts, taskStatusName(fact.data.from), taskStatusName(fact.data.to));
    default:
      return counts;
  }
}

function shift(
  counts: Record<TaskStatusName, number>,
  from: TaskStatusName,
  to: TaskStatusName,
): Record<TaskStatusName, number> {
  if (from === to) return counts;
  return { ...counts, [from]: Math.max(0, counts[from] - 1), [to]: counts[to] + 1 };
}

function sessionChange(fact: RecordedFact): number {
  switch (fact.type) {
    case 'podium.session.v1.SessionQueued':
      return 1;
    case 'podium.session.v1.SessionCompleted':
    case 'podium.session.v1.SessionFailed':
    case 'podium.session.v1.SessionCancelled':
      return -1;
    default:
      return 0;
  }
}

function noTasks(): Record<TaskStatusName, number> {
  return { TODO: 0, PLANNING: 0, PLANNING_REVIEW: 0, IN_PROGRESS: 0, AI_REVIEW: 0, HUMAN_REVIEW: 0, DONE: 0 };
}
