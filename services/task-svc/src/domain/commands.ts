import type { TaskPriority, TaskStatus } from '@podium/proto';

export interface CreateTask {
  readonly kind: 'create';
  readonly taskId: string;
  readonly title: string;
  readonly description: string;
  readonly priority: TaskPriority;
  readonly rank: string;
}

export interface EditTask {
  readonly kind: 'edit';
  readonly taskId: string;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly priority?: TaskPriority | undefined;
  /** Version of the task that the person saw; 0 skips the check. */
  readonly seenVersion: number;
}

export interface MoveTask {
  readonly kind: 'move';
  readonly taskId: string;
  readonly to: TaskStatus;
  readonly rank: string;
}

export interface DeleteTask {
  readonly kind: 'delete';
  readonly taskId: string;
  /** Delete it although an agent works on it: its project is gone. */
  readonly evenIfActive?: boolean;
}

export interface ExecuteTask {
  readonly kind: 'execute';
  readonly taskId: string;
  readonly sessionId: string;
  readonly prompt?: string | undefined;
}

/** The session that holds the task has ended. */
export interface EndExecution {
  readonly kind: 'end-execution';
  readonly taskId: string;
  readonly sessionId: string;
  readonly ending:
    | { readonly kind: 'completed' }
    | { readonly kind: 'stopped' }
    | { readonly kind: 'failed'; readonly reason: string; readonly message: string; readonly retryable: boolean };
}

export type TaskCommand = CreateTask | EditTask | MoveTask | DeleteTask | ExecuteTask | EndExecution;
