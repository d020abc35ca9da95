import type {
  FailureClass,
  Model,
  PermissionAnswer,
  Question,
  QuestionAnswer,
  SessionPhase,
  Usage,
} from '@podium/proto';

/** A task was executed: wait for a slot. */
export interface QueueSession {
  readonly kind: 'queue';
  readonly taskId: string;
  readonly phase: SessionPhase;
  readonly title: string;
  readonly prompt: string;
  readonly requestedBy: string;
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
  readonly usage: Usage;
  readonly outputChunks: number;
}

/** The runner saw the end of the run. */
export interface EndSession {
  readonly kind: 'end';
  readonly owner: string;
  readonly tally: Tally;
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
        readonly diff?: string | undefined;
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

/** A command on a session; `sessionId` is repeated in each of its facts. */
export type SessionCommand = { readonly sessionId: string } & (
  | QueueSession
  | AdmitSession
  | StartSession
  | TakeOverSession
  | StopSession
  | EndSession
  | AskPerson
  | AnswerPermission
  | AnswerQuestion
  | CloseGate
);
