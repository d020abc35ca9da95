/**
 * What people and programs see: plain JSON in snake_case, the same in the API, in the gateway's tables and in the
 * browser. Every view is a fold of facts (see the folds beside this file) and carries the position of the last fact
 * that changed it.
 */

import type { SessionView } from './session-view.ts';
import type { FailureView, TaskPriorityName, TaskStatusName, TaskView } from './task-view.ts';

export type PodStatusName = 'none' | 'provisioning' | 'ready' | 'idle' | 'stopped' | 'failed' | 'deleted';

/** The Kubernetes phase that corresponds to the pod's status. */
export type PodPhaseName = 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown';

export type WorkspaceSourceName = 'empty' | 'clone' | 'sample';

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
  /** Who belongs to it, the longest first; at least one owner. */
  members: MemberView[];
  /** Those that nobody has taken yet, expired ones too. */
  invitations: InvitationView[];
  session_limits: SessionLimitsView;
  /** After how many minutes without an answer agents go on alone; 0: they wait for ever. */
  gate_timeout_minutes: number;
  /** What people always allow its agents, the oldest first. */
  allowed_actions: AllowedActionView[];
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

/** Something that agents do without asking. */
export interface AllowedActionView {
  /** What kind of thing, for example `bash`, `edit`, `external_directory`. */
  action: string;
  /** What exactly. `*` stands for anything, `?` for one character, and ` *` at the end may be missing. */
  pattern: string;
  allowed_by: string;
  /** RFC 3339. */
  allowed_at: string;
  /** The task and the session that first needed it. */
  task_id: string;
  session_id: string;
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

export type MemberRoleName = 'owner' | 'member';

/** A person who belongs to a project. */
export interface MemberView {
  /** As in facts: `user:<id>`. */
  actor: string;
  /** As they were called when they came. */
  name: string;
  /** Owners also say who belongs to the project, and may delete it. */
  role: MemberRoleName;
  added_at: string;
}

/** A link that lets one person in. The secret in it is nowhere but in the link. */
export interface InvitationView {
  id: string;
  role: MemberRoleName;
  made_by: string;
  made_at: string;
  expires_at: string;
}

/** A request that takes back what was just done; send it as it is. */
export interface UndoView {
  readonly method: 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Begins with `/api`. */
  readonly path: string;
  readonly body?: Readonly<Record<string, unknown>>;
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
