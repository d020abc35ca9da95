import type { Attachment, Continuation, PromptOptions, TaskPriority, TaskProperties, TaskStatus } from '@podium/proto';

export interface CreateTask {
  readonly kind: 'create';
  readonly taskId: string;
  readonly title: string;
  readonly description: string;
  readonly priority: TaskPriority;
  readonly rank: string;
  readonly properties?: TaskProperties | undefined;
  readonly attachments?: { readonly items: readonly Attachment[] } | undefined;
  readonly copyOfTaskId?: string | undefined;
  readonly templateId?: string | undefined;
}

export interface EditTask {
  readonly kind: 'edit';
  readonly taskId: string;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly priority?: TaskPriority | undefined;
  readonly properties?: TaskProperties | undefined;
  /** Version of the task that the person saw; 0 skips the check. */
  readonly seenVersion: number;
  /** What has to be true of the task: members that are absent say nothing. */
  readonly expected?: Pick<EditTask, 'title' | 'description' | 'priority' | 'properties'> | undefined;
}

export interface EditChecklistItem {
  readonly kind: 'edit-checklist-item';
  readonly taskId: string;
  readonly itemId: string;
  readonly text?: string | undefined;
  readonly done?: boolean | undefined;
  /** The step before it, empty: it is the first; at the end where that one is gone. */
  readonly afterItemId?: string | undefined;
  /** Add it where there is none with its id. */
  readonly mayAdd?: boolean | undefined;
  readonly remove?: boolean | undefined;
  /** The text that the person saw. */
  readonly seenText?: string | undefined;
}

export interface MoveTask {
  readonly kind: 'move';
  readonly taskId: string;
  readonly to: TaskStatus;
  readonly rank: string;
  /** Changes the order only: nothing happens where the card is not in that column any more. */
  readonly onlyWithin?: boolean | undefined;
}

export interface DeleteTask {
  readonly kind: 'delete';
  readonly taskId: string;
  /** Delete it although an agent works on it: its project is gone. */
  readonly evenIfActive?: boolean;
}

export interface ArchiveTask {
  readonly kind: 'archive';
  readonly taskId: string;
}

export interface UnarchiveTask {
  readonly kind: 'unarchive';
  readonly taskId: string;
  /** What it waits for: another aggregate knows that. */
  readonly dependsOn: readonly string[];
}

export interface RestoreTask {
  readonly kind: 'restore';
  readonly taskId: string;
  /** What it waits for: another aggregate knows that. */
  readonly dependsOn: readonly string[];
}

export interface AddComment {
  readonly kind: 'add-comment';
  readonly taskId: string;
  readonly commentId: string;
  readonly text: string;
}

export interface EditComment {
  readonly kind: 'edit-comment';
  readonly taskId: string;
  readonly commentId: string;
  readonly text: string;
}

export interface DeleteComment {
  readonly kind: 'delete-comment';
  readonly taskId: string;
  readonly commentId: string;
}

export interface RestoreComment {
  readonly kind: 'restore-comment';
  readonly taskId: string;
  readonly commentId: string;
}

export interface AddAttachment {
  readonly kind: 'add-attachment';
  readonly taskId: string;
  readonly attachment?: Attachment | undefined;
}

export interface RemoveAttachment {
  readonly kind: 'remove-attachment';
  readonly taskId: string;
  readonly attachmentId: string;
}

/** Everything that the task waits for is done. */
export interface AutoStartTask {
  readonly kind: 'auto-start';
  readonly taskId: string;
  readonly sessionId: string;
}

export interface ExecuteTask {
  readonly kind: 'execute';
  readonly taskId: string;
  readonly sessionId: string;
  readonly prompt?: string | undefined;
  readonly options?: PromptOptions | undefined;
  /** The earlier session of the task to go on with; then the task may also be in review or done. */
  readonly continues?: Continuation | undefined;
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

export type TaskCommand =
  | CreateTask
  | EditTask
  | EditChecklistItem
  | MoveTask
  | DeleteTask
  | ArchiveTask
  | UnarchiveTask
  | RestoreTask
  | AddComment
  | EditComment
  | DeleteComment
  | RestoreComment
  | AddAttachment
  | RemoveAttachment
  | AutoStartTask
  | ExecuteTask
  | EndExecution;
