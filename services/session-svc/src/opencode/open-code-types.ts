/** The part of OpenCode's unprefixed (v1) API that Podium reads, as version 1.18.33 sends it. */

export interface ModelRef {
  readonly providerID: string;
  readonly modelID: string;
}

export interface OpenCodeSession {
  readonly id: string;
  readonly title: string;
  readonly directory: string;
  readonly parentID?: string;
  /** Milliseconds since 1970. */
  readonly time?: { readonly created: number };
  /** The message before which conversation and workspace were put back. */
  readonly revert?: { readonly messageID: string };
}

/** A file that goes with a prompt: `data:`, or `file:` inside of the directory. */
export interface FilePartInput {
  readonly type: 'file';
  readonly mime: string;
  readonly filename: string;
  readonly url: string;
}

/** `next` is in epoch milliseconds. */
export type SessionStatus =
  | { readonly type: 'idle' }
  | { readonly type: 'busy' }
  | { readonly type: 'retry'; readonly attempt: number; readonly message: string; readonly next: number };

export interface MessageError {
  readonly name: string;
  readonly data?: {
    readonly message?: string;
    readonly statusCode?: number;
    readonly isRetryable?: boolean;
    readonly responseBody?: string;
  };
}

export interface Tokens {
  readonly input: number;
  readonly output: number;
  readonly reasoning: number;
  readonly cache: { readonly read: number; readonly write: number };
}

export interface UserMessage {
  readonly role: 'user';
  readonly id: string;
  readonly sessionID: string;
  readonly time: { readonly created: number };
}

export interface AssistantMessage {
  readonly role: 'assistant';
  readonly id: string;
  readonly sessionID: string;
  readonly parentID: string;
  readonly time: { readonly created: number; readonly completed?: number };
  readonly cost: number;
  readonly tokens: Tokens;
  readonly finish?: string;
  readonly error?: MessageError;
  /** The message is the summary of a compacted conversation. */
  readonly summary?: boolean;
}

export type MessageInfo = UserMessage | AssistantMessage;

interface PartBase {
  readonly id: string;
  readonly sessionID: string;
  readonly messageID: string;
}

export interface TextPart extends PartBase {
  readonly type: 'text' | 'reasoning';
  readonly text: string;
  readonly synthetic?: boolean;
  readonly time?: { readonly start: number; readonly end?: number };
}

export interface ToolState {
  readonly status: 'pending' | 'running' | 'completed' | 'error';
  readonly input: Readonly<Record<string, unknown>>;
  readonly output?: string;
  readonly error?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly time?: { readonly start: number; readonly end?: number };
}

export interface ToolPart extends PartBase {
  readonly type: 'tool';
  readonly tool: string;
  readonly callID: string;
  readonly state: ToolState;
}

export interface PatchPart extends PartBase {
  readonly type: 'patch';
  /** Absolute paths. */
  readonly files: readonly string[];
}

export interface OtherPart extends PartBase {
  readonly type: 'step-start' | 'step-finish' | 'compaction' | 'subtask' | 'file' | 'agent' | 'snapshot' | 'retry';
}

export type Part = TextPart | ToolPart | PatchPart | OtherPart;

export interface Message<Info extends MessageInfo = MessageInfo> {
  readonly info: Info;
  readonly parts: readonly Part[];
}

export interface PermissionRequest {
  readonly id: string;
  readonly sessionID: string;
  readonly permission: string;
  readonly patterns: readonly string[];
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly always: readonly string[];
  readonly tool?: { readonly messageID: string; readonly callID: string };
}

export interface Question {
  readonly question: string;
  readonly header: string;
  readonly options: readonly { readonly label: string; readonly description: string }[];
  readonly multiple?: boolean;
  readonly custom?: boolean;
}

export interface QuestionRequest {
  readonly id: string;
  readonly sessionID: string;
  readonly questions: readonly Question[];
  readonly tool?: { readonly messageID: string; readonly callID: string };
}

export interface SyncRecord {
  readonly id: string;
  readonly aggregate_id: string;
  readonly seq: number;
  readonly type: string;
  readonly data: unknown;
}

/** The events that Podium acts on. `stream.*` are ours: after `reconnected` everything in between is lost. */
export type OpenCodeEvent =
  | { readonly type: 'stream.connected' }
  | { readonly type: 'stream.reconnected' }
  | { readonly type: 'session.created' | 'session.updated'; readonly properties: { readonly info: OpenCodeSession } }
  | {
      readonly type: 'session.status';
      readonly properties: { readonly sessionID: string; readonly status: SessionStatus };
    }
  | { readonly type: 'session.idle'; readonly properties: { readonly sessionID: string } }
  | {
      readonly type: 'session.error';
      readonly properties: { readonly sessionID?: string; readonly error?: MessageError };
    }
  | { readonly type: 'message.updated'; readonly properties: { readonly info: MessageInfo } }
  | { readonly type: 'message.part.updated'; readonly properties: { readonly part: Part } }
  | {
      readonly type: 'message.part.delta';
      readonly properties: {
        readonly sessionID: string;
        readonly messageID: string;
        readonly partID: string;
        readonly field: string;
        readonly delta: string;
      };
    }
  | { readonly type: 'permission.asked'; readonly properties: PermissionRequest }
  | { readonly type: 'question.asked'; readonly properties: QuestionRequest }
  | {
      readonly type: 'permission.replied' | 'question.replied' | 'question.rejected';
      readonly properties: { readonly sessionID: string; readonly requestID: string };
    };
