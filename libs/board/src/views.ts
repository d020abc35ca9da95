/**
 * What people and programs see: plain JSON in snake_case, the same in the API, in the gateway's tables and in the
 * browser. Every view is a fold of facts (see the folds beside this file) and carries the position of the last fact
 * that changed it.
 */

import type { PromptView } from './conversation.ts';

export type TaskStatusName =
  'TODO' | 'PLANNING' | 'PLANNING_REVIEW' | 'IN_PROGRESS' | 'AI_REVIEW' | 'HUMAN_REVIEW' | 'DONE';
export type TaskPriorityName = 'LOW' | 'MEDIUM' | 'HIGH' | 'URGENT';
export type SessionStatusName =
  'queued' | 'pending' | 'running' | 'waiting' | 'stopping' | 'retrying' | 'completed' | 'failed' | 'cancelled';
export type SessionPhaseName = 'planning' | 'implementation' | 'review' | 'fix';
export type PodStatusName = 'none' | 'provisioning' | 'ready' | 'idle' | 'stopped' | 'failed' | 'deleted';
/** The Kubernetes phase that corresponds to the pod's status. */
export type PodPhaseName = 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown';
export type WorkspaceSourceName = 'empty' | 'clone' | 'sample';

/** A failure as people read it. `code` is stable and in snake_case. */
export interface FailureView {
  code: string;
  message: string;
  /** Whether trying again, without changing anything, can help. */
  retryable: boolean;
}

export interface ProjectView {
  id: string;
  name: string;
  description: string;
  source: WorkspaceSourceName;
  repository_url: string | null;
  max_concurrent_sessions: number;
  /** How many cards columns should have at most; columns without a limit are absent. */
  wip_limits: Partial<Record<TaskStatusName, number>>;
  templates: TaskTemplateView[];
  saved_views: SavedViewView[];
  session_limits: SessionLimitsView;
  /** After how many minutes without an answer agents go on alone; 0: they wait for ever. */
  gate_timeout_minutes: number;
  /** Whether its sessions wait, whatever slots are free. */
  queue_paused: boolean;
  /** Why, in the words of who paused it. */
  queue_pause_reason: string | null;
  /** How much its sessions may use; null: as much as they like. */
  budget: BudgetView | null;
  /** Null while the budget is not nearly used up. */
  budget_status: BudgetStatusView | null;
  /** RFC 3339. */
  created_at: string;
  updated_at: string;
  created_by: string;
  position: number;
}

/** How much the sessions of a project may use in a calendar month (UTC). At least one limit is there. */
export interface BudgetView {
  limit_usd: number | null;
  /** Tokens read, written and served from a cache. */
  limit_tokens: number | null;
  /** From how many percent of a limit on people are warned. */
  warn_percent: number;
  period: 'month';
}

/** What was last said of a budget. `exceeded`: running sessions were stopped, queued ones wait. */
export interface BudgetStatusView {
  state: 'warned' | 'exceeded';
  /** The month that it is true for, as `2026-01`. */
  period: string;
  /** What was used until then. */
  cost_usd: number;
  tokens: number;
  at: string;
}

export interface PodView {
  project_id: string;
  status: PodStatusName;
  phase: PodPhaseName;
  /** Which start of the pod this is; 0 before the first one. */
  generation: number;
  runtime: string | null;
  version: string | null;
  failure: FailureView | null;
  /** What a start that takes long is doing, for a person; null unless the pod is being provisioned. */
  progress: string | null;
  updated_at: string;
  position: number;
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

/** What new tasks can begin with. */
export interface TaskTemplateView {
  id: string;
  name: string;
  title: string;
  description: string;
  priority: TaskPriorityName;
  labels: string[];
}

/** A way to look at the board that someone wants to come back to. */
export interface SavedViewView {
  id: string;
  name: string;
  /** Filters, grouping and order as the query of the board's address. */
  query: string;
}

/** A request that takes back what was just done; send it as it is. */
export interface UndoView {
  readonly method: 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Begins with `/api`. */
  readonly path: string;
  readonly body?: Readonly<Record<string, unknown>>;
}

export interface ModelView {
  provider_id: string;
  model_id: string;
  label: string;
  /** True for the scripted demo model. */
  scripted: boolean;
}

export interface UsageView {
  input_tokens: number;
  output_tokens: number;
  cached_tokens: number;
  cost_usd: number;
}

/** What a session waits for whose try failed in a way that may pass by itself. */
export interface RetryView {
  /** Number of the next try; the session's own is 1. */
  attempt: number;
  max_attempts: number;
  /** RFC 3339. */
  due_at: string;
  /** Why the last try failed; stable, in snake_case. */
  reason: string;
  message: string;
}

/** How much one session may take before it is stopped. 0: no limit. */
export interface SessionLimitsView {
  /** Of work, without the time that it waits for people or for its next try. */
  minutes: number;
  /** Without any sign of progress. */
  idle_minutes: number;
  /** Answers of the model. */
  steps: number;
  /** Read and written, without those from a cache. */
  tokens: number;
  cost_usd: number;
}

/** One answer to choose. */
export interface QuestionOptionView {
  label: string;
  description: string;
}

export interface QuestionView {
  header: string;
  text: string;
  options: QuestionOptionView[];
  /** Several options may be chosen. */
  multiple: boolean;
  /** An answer in one's own words is welcome. */
  custom: boolean;
}

/** Something that a running session waits for: a person's permission, or answers. */
export type GateView =
  | {
      kind: 'permission';
      id: string;
      asked_at: string;
      /** What kind of thing the agent wants to do, for example `bash`, `edit`, `external_directory`. */
      action: string;
      /** What exactly: the command, the path, the address. */
      patterns: string[];
      /** What "always" would allow from then on. */
      always: string[];
      /** The change that an edit would make, as a unified diff. */
      diff: string | null;
    }
  | { kind: 'question'; id: string; asked_at: string; questions: QuestionView[] };

export interface SessionView {
  id: string;
  project_id: string;
  task_id: string;
  phase: SessionPhaseName;
  status: SessionStatusName;
  /** 0 before the first start. */
  attempt: number;
  title: string;
  prompt: string;
  model: ModelView | null;
  requested_by: string;
  /** Urgency of the task when it was executed. */
  priority: TaskPriorityName;
  /** Position in the log of the wish that it be the next of its project; null without one. */
  expedited_position: number | null;
  /** When it was first queued; it keeps its place for all its tries. */
  queued_at: string;
  started_at: string | null;
  ended_at: string | null;
  /** From start (from queueing, where it never started) to end; null while active. */
  duration_ms: number | null;
  /** Why it is being or was stopped: `stopped`, `project_deleted`, `budget_exceeded`; null where nobody stopped it. */
  stop_reason: string | null;
  /** The first 200 characters of the agent's last words. */
  preview: string | null;
  failure: FailureView | null;
  /** Null unless the status is `retrying`. */
  retry: RetryView | null;
  usage: UsageView | null;
  /** What waits for a person now, oldest first; empty unless the status is `waiting`. */
  gates: GateView[];
  output_chunks: number | null;
  /** The earlier session of the task that this one goes on with. */
  continues_session_id: string | null;
  /** Message of that session's runtime where this one goes on beside it; null where it goes on in it. */
  forked_from_message_id: string | null;
  /** What the agent is to be told next, in this order; of an ended session what it was never told. */
  prompts: PromptView[];
  /** Number of prompts that were sent so far. */
  turns: number;
  /** Message of the runtime before which workspace and conversation were put back; null where they were not. */
  reverted_to: string | null;
  position: number;
}

/** One project's board: what the page shows and what live facts are folded into. */
export interface BoardView {
  /** The position in the log that this board is the fold of. */
  position: number;
  project: ProjectView;
  pod: PodView | null;
  tasks: TaskView[];
  /** The newest session of each task, and every active one. */
  sessions: SessionView[];
}

/** One project in the grid. */
export interface ProjectSummaryView extends ProjectView {
  pod: PodView | null;
  task_counts: Record<TaskStatusName, number>;
  active_sessions: number;
}

/** A place in a project's history. */
export interface MomentView {
  /** Position of the project's last fact until then. */
  position: number;
  /** When that was, RFC 3339. Never earlier than a place before it, whatever the clocks of the writers said. */
  time: string;
}

/** A board as it was. */
export interface PastBoardView extends BoardView {
  at: MomentView & {
    /** Where the project's history stepped before and after; null at its ends. */
    previous_position: number | null;
    next_position: number | null;
  };
}
