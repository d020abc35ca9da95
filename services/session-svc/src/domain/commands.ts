import type {
  AskedTool,
  Continuation,
  FailureClass,
  Model,
  PermissionAnswer,
  PromptOptions,
  Question,
  QuestionAnswer,
  SessionPhase,
  SessionPriority,
  Usage,
} from '@podium/proto';
import type { ConversationCommand } from './conversation-commands.ts';
import type { ExpediteSession } from './expedite.ts';
import type { ExceedLimit } from './limit-decisions.ts';
import type { RecoverSession } from './recover.ts';
import type { RetryCommand } from './retry-commands.ts';
import type { SuspendSession } from './suspend.ts';
import type { WorkspaceLook } from './workspace-look.ts';

/** A task was executed: wait for a slot. */
export interface QueueSession {
  readonly kind: 'queue';
  readonly taskId: string;
  readonly phase: SessionPhase;
  readonly title: string;
  readonly prompt: string;
  readonly requestedBy: string;
  readonly priority?: SessionPriority | undefined;
  readonly options?: PromptOptions | undefined;
  /** The earlier session of the task to go on with. */
  readonly continues?: Continuation | undefined;
}

/** A slot is free. */
export interface AdmitSession {
  readonly kind: 'admit';
}

/** A runner is about to send a prompt, for the first time or anew. */
export interface StartSession {
  readonly kind: 'start';
  readonly owner: string;
  readonly runtimeSessionId: string;
  readonly runtimeMessageId: string;
  readonly model: Model;
  /** What the answer that was cut off used, where the prompt is sent anew. */
  readonly cutOffUsage?: Usage | undefined;
  /** When something last came of it, RFC 3339. */
  readonly cutOffAt?: string | undefined;
  /** The agent will not remember what was before. */
  readonly conversationLost?: boolean | undefined;
  /** The commit that the workspace is at before the first prompt; empty before its first one. */
  readonly headCommit?: string | undefined;
}

/** Another runner goes on with a run that lives inside the runtime. */
export interface TakeOverSession {
  readonly kind: 'take-over';
  readonly owner: string;
}

/** Someone asks for a stop. */
export interface StopSession {
  readonly kind: 'stop';
  readonly taskId: string;
  /** Stable reason in snake_case: `stopped`, `project_deleted`. */
  readonly reason: string;
}

/** What a session has used and written until its end. */
export interface Tally {
  /** Of the turn that runs, since its prompt was last sent. */
  readonly usage: Usage;
  readonly outputChunks: number;
}

/** The runner saw the end of the run. */
export interface EndSession {
  readonly kind: 'end';
  readonly owner: string;
  readonly tally: Tally;
  /** How the turn that ran has left the workspace; absent where nobody could look. */
  readonly workspace?: WorkspaceLook | undefined;
  readonly ending:
    | { readonly kind: 'completed'; readonly summary: string }
    | {
        readonly kind: 'failed';
        readonly reason: string;
        readonly message: string;
        readonly failureClass: FailureClass;
      };
}

/** The agent waits for a person. */
export interface AskPerson {
  readonly kind: 'ask';
  readonly owner: string;
  readonly gateId: string;
  readonly gate:
    | {
        readonly kind: 'permission';
        readonly action: string;
        readonly patterns: readonly string[];
        readonly always: readonly string[];
        readonly tool?: AskedTool | undefined;
        readonly command?: string | undefined;
        readonly diff?: string | undefined;
        /** Something of it is longer than what is kept. */
        readonly truncated?: true | undefined;
      }
    | { readonly kind: 'question'; readonly questions: readonly Question[] };
}

/** A person answers what the agent wants to do. */
export interface AnswerPermission {
  readonly kind: 'answer-permission';
  readonly gateId: string;
  readonly answer: PermissionAnswer;
  readonly feedback?: string | undefined;
}

/** A person answers the agent's questions. */
export interface AnswerQuestion {
  readonly kind: 'answer-question';
  readonly gateId: string;
  readonly answers: readonly QuestionAnswer[];
}

/** The agent does not wait for it any more, and nobody has answered. */
export interface CloseGate {
  readonly kind: 'close-gate';
  readonly owner: string;
  readonly gateId: string;
}

/** Nobody has answered for as long as the project wants to wait. */
export interface TimeOutGate {
  readonly kind: 'time-out-gate';
  readonly gateId: string;
}

/** A command on a session; `sessionId` is repeated in each of its facts. */
export type SessionCommand = { readonly sessionId: string } & (
  | QueueSession
  | ExpediteSession
  | AdmitSession
  | StartSession
  | TakeOverSession
  | StopSession
  | EndSession
  | AskPerson
  | AnswerPermission
  | AnswerQuestion
  | CloseGate
  | TimeOutGate
  | ExceedLimit
  | ConversationCommand
  | RetryCommand
  | RecoverSession
  | SuspendSession
);
