import { SessionPriority, TaskPriority, TaskStatus, SessionPhase, WorkspaceSource } from '@podium/proto';
import type { SessionPhaseName } from './session-view.ts';
import type { TaskPriorityName, TaskStatusName } from './task-view.ts';
import type { WorkspaceSourceName } from './views.ts';

/** The columns of the board, in their order. */
export const taskStatusNames: readonly TaskStatusName[] = [
  'TODO',
  'PLANNING',
  'PLANNING_REVIEW',
  'IN_PROGRESS',
  'AI_REVIEW',
  'HUMAN_REVIEW',
  'DONE',
];

/** Priorities, least urgent first. */
export const taskPriorityNames: readonly TaskPriorityName[] = ['LOW', 'MEDIUM', 'HIGH', 'URGENT'];

/** `TASK_STATUS_TODO` -> `TODO`. Unknown values of a newer writer read as TODO. */
export function taskStatusName(status: TaskStatus): TaskStatusName {
  return statusNames.get(status) ?? 'TODO';
}

const statusNames = new Map<TaskStatus, TaskStatusName>(taskStatusNames.map((name) => [TaskStatus[name], name]));

/** `TASK_PRIORITY_HIGH` -> `HIGH`; unspecified and unknown read as MEDIUM. */
export function taskPriorityName(priority: TaskPriority): TaskPriorityName {
  return taskPriorityNames.find((name) => TaskPriority[name] === priority) ?? 'MEDIUM';
}

/** `SESSION_PRIORITY_HIGH` -> `HIGH`; absent, unspecified and unknown read as MEDIUM. */
export function sessionPriorityName(priority: SessionPriority | undefined): TaskPriorityName {
  return taskPriorityNames.find((name) => SessionPriority[name] === priority) ?? 'MEDIUM';
}

const phaseNames = new Map<SessionPhase, SessionPhaseName>([
  [SessionPhase.PLANNING, 'planning'],
  [SessionPhase.IMPLEMENTATION, 'implementation'],
  [SessionPhase.REVIEW, 'review'],
  [SessionPhase.FIX, 'fix'],
]);

/** `SESSION_PHASE_FIX` -> `fix`; unspecified and unknown read as implementation. */
export function sessionPhaseName(phase: SessionPhase): SessionPhaseName {
  return phaseNames.get(phase) ?? 'implementation';
}

const sourceNames = new Map<WorkspaceSource, WorkspaceSourceName>([
  [WorkspaceSource.CLONE, 'clone'],
  [WorkspaceSource.SAMPLE, 'sample'],
]);

/** `WORKSPACE_SOURCE_CLONE` -> `clone`; unspecified and unknown read as empty. */
export function workspaceSourceName(source: WorkspaceSource): WorkspaceSourceName {
  return sourceNames.get(source) ?? 'empty';
}
