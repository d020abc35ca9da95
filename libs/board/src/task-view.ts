/** Cards as people and programs see them, see views.ts. */

export type TaskStatusName =
  'TODO' | 'PLANNING' | 'PLANNING_REVIEW' | 'IN_PROGRESS' | 'AI_REVIEW' | 'HUMAN_REVIEW' | 'DONE';

export type TaskPriorityName = 'LOW' | 'MEDIUM' | 'HIGH' | 'URGENT';

/** A failure as people read it. `code` is stable and in snake_case. */
export interface FailureView {
  code: string;
  message: string;
  /** Whether trying again, without changing anything, can help. */
  retryable: boolean;
}

export interface TaskView {
  id: string;
  project_id: string;
  title: string;
  description: string;
  priority: TaskPriorityName;
  status: TaskStatusName;
  /** Order within the column: compare byte by byte, then by id. */
  rank: string;
  /** The session that works on it now. */
  active_session_id: string | null;
  /** The newest session, active or not. */
  latest_session_id: string | null;
  /** What it is grouped and found by; none twice. */
  labels: string[];
  /** Who does it, as an actor: `user:<id>`. */
  assignee: string | null;
  /** Calendar day, `YYYY-MM-DD`. */
  due_on: string | null;
  /** Whether it is executed by itself as soon as everything that it waits for is done. */
  auto_start: boolean;
  checklist: ChecklistItemView[];
  /** Tasks that it waits for, in the order in which they were added. Deleted ones may be among them: they hold nothing up. */
  depends_on: string[];
  attachments: AttachmentView[];
  comment_count: number;
  /** When it was put away; null while it is on the board. */
  archived_at: string | null;
  /** Why the newest session failed; null once it is executed again or moved. */
  failure: FailureView | null;
  /** When it came into this column. */
  status_since: string;
  created_at: string;
  updated_at: string;
  created_by: string;
  /** Number of facts of this task so far; send it back as `seen_version` of an edit. */
  version: number;
  position: number;
}

/** One step of a task. */
export interface ChecklistItemView {
  id: string;
  text: string;
  done: boolean;
}

/** A file of a task. */
export interface AttachmentView {
  id: string;
  name: string;
  content_type: string;
  size_bytes: number;
  /** RFC 3339. */
  added_at: string;
  added_by: string;
}

export interface CommentView {
  id: string;
  project_id: string;
  task_id: string;
  /** Markdown. */
  text: string;
  /** Names that are mentioned in it, without `@`. */
  mentions: string[];
  /** As an actor: `user:<id>`. */
  author: string;
  /** RFC 3339. */
  created_at: string;
  edited_at: string | null;
  position: number;
}
