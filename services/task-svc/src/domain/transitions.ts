import { TaskStatus } from '@podium/proto';

/** The edges along which a person may move a card by hand. Back to TODO is allowed from everywhere. */
const edges: Partial<Record<TaskStatus, readonly TaskStatus[]>> = {
  [TaskStatus.TODO]: [TaskStatus.PLANNING, TaskStatus.IN_PROGRESS],
  [TaskStatus.PLANNING]: [TaskStatus.PLANNING_REVIEW, TaskStatus.IN_PROGRESS],
  [TaskStatus.PLANNING_REVIEW]: [TaskStatus.IN_PROGRESS, TaskStatus.PLANNING],
  [TaskStatus.IN_PROGRESS]: [TaskStatus.AI_REVIEW, TaskStatus.PLANNING_REVIEW],
  [TaskStatus.AI_REVIEW]: [TaskStatus.HUMAN_REVIEW, TaskStatus.IN_PROGRESS],
  [TaskStatus.HUMAN_REVIEW]: [TaskStatus.DONE, TaskStatus.IN_PROGRESS],
  [TaskStatus.DONE]: [],
};

/** Whether a person may move a card from one column to another; within a column always. */
export function mayMove(from: TaskStatus, to: TaskStatus): boolean {
  return from === to || to === TaskStatus.TODO || (edges[from]?.includes(to) ?? false);
}
