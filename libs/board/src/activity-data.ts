import type { OutputChunk } from '@podium/proto';
import type { ChosenModelView, PromptAttachmentView } from './conversation.ts';
import type { UsageView } from './session-view.ts';

/** One entry of an agent's to-do list. */
export interface TodoView {
  text: string;
  status: 'pending' | 'in_progress' | 'completed' | 'cancelled';
  priority: string;
}

/** How a tool call ended. */
export interface ToolEnd {
  status: 'completed' | 'failed';
  exit_code?: number;
  duration_ms?: number;
}

/** What a person told the agent, beside the text. */
export interface PromptActivity {
  /** Null for the session's own prompt. */
  prompt_id: string | null;
  /** Number of the turn that it began, from 1. */
  turn: number;
  requested_by: string;
  model?: ChosenModelView;
  agent?: string;
  attachments: PromptAttachmentView[];
}

/** What a chunk of output says beside its text: the JSON of `OutputChunk.data`. */
export interface ActivityData {
  arguments?: Record<string, unknown>;
  end?: ToolEnd;
  todos?: TodoView[];
  usage?: UsageView;
  files?: string[];
  /** Of the files those that the agent's own tools wrote. */
  own_files?: string[];
  /** Titles of tasks that were worked on in the same workspace meanwhile; null where nobody could find out. */
  others?: string[] | null;
  prompt?: PromptActivity;
}

/** Reads a chunk's data; nothing where there is none, or none that this version can read. */
export function activityData({ data }: Pick<OutputChunk, 'data'>): ActivityData {
  if (data === undefined) return {};
  const value: unknown = parsedJson(data);
  return typeof value === 'object' && value !== null ? value : {};
}

/** The end as the items show it: a command that says that it failed has failed. */
export function toolStatus({ status, exit_code }: ToolEnd): ToolEnd['status'] {
  return (exit_code ?? 0) === 0 ? status : 'failed';
}

/** What a text of JSON says; null where it is none: a fold never throws. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
