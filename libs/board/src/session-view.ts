/** Sessions as people and programs see them, see views.ts. */

import type { PromptView } from './conversation.ts';
import type { FailureView, TaskPriorityName } from './task-view.ts';

export type SessionStatusName =
  'queued' | 'pending' | 'running' | 'waiting' | 'stopping' | 'retrying' | 'completed' | 'failed' | 'cancelled';

export type SessionPhaseName = 'planning' | 'implementation' | 'review' | 'fix';

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

/** The call of a tool that an agent needs a permission for. */
export interface GateToolView {
  name: string;
  /** What the call does, in one line, for example `write src/app.ts`. */
  title: string;
  /** What the tool was called with, long texts cut; null where that is too long to be kept. */
  arguments: Record<string, unknown> | null;
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
      /** The call that needs it; null where the runtime named none. */
      tool: GateToolView | null;
      /** The whole command, where it is about one. */
      command: string | null;
      /** The change that an edit would make, as a unified diff. */
      diff: string | null;
      /** Command, diff or arguments are longer than what is kept of them. */
      truncated: boolean;
      /** What it wants to do in a few words, behind "The agent wants to". */
      text: string;
    }
  | { kind: 'question'; id: string; asked_at: string; questions: QuestionView[] };

/** How much a turn changed in the workspace. */
export interface ChangeCountsView {
  files: number;
  /** Lines. */
  additions: number;
  /** Lines. */
  deletions: number;
  /** Others were at work in the same workspace meanwhile, or may have been: some of it may be theirs. */
  shared: boolean;
}

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
  /** What the turn that ended last changed; null where none ended or nobody could look. */
  latest_changes: ChangeCountsView | null;
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
