/**
 * What people and programs see: plain JSON in snake_case, the same in the API, in the gateway's tables and in the
 * browser. Every view is a fold of facts (see the folds beside this file) and carries the position of the last fact
 * that changed it.
 */

export type TaskStatusName =
  'TODO' | 'PLANNING' | 'PLANNING_REVIEW' | 'IN_PROGRESS' | 'AI_REVIEW' | 'HUMAN_REVIEW' | 'DONE';
export type TaskPriorityName = 'LOW' | 'MEDIUM' | 'HIGH' | 'URGENT';
export type SessionStatusName =
  'queued' | 'pending' | 'running' | 'waiting' | 'stopping' | 'completed' | 'failed' | 'cancelled';
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
  /** RFC 3339. */
  created_at: string;
  updated_at: string;
  created_by: string;
  position: number;
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
  queued_at: string;
  started_at: string | null;
  ended_at: string | null;
  /** From start (from queueing, where it never started) to end; null while active. */
  duration_ms: number | null;
  /** The first 200 characters of the agent's last words. */
  preview: string | null;
  failure: FailureView | null;
  usage: UsageView | null;
  /** What waits for a person now, oldest first; empty unless the status is `waiting`. */
  gates: GateView[];
  output_chunks: number | null;
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
