import type { Model, PromptOptions, Usage } from '@podium/proto';
import type { WorkspaceLook } from './workspace-look.ts';

/** A person wants the agent to be told something, after what it was told before. */
export interface AddPrompt {
  readonly kind: 'add-prompt';
  readonly promptId: string;
  readonly text: string;
  readonly options?: PromptOptions | undefined;
  /** Break off the turn that runs. */
  readonly interrupt: boolean;
}

/** A person changes what was not sent yet. */
export interface EditPrompt {
  readonly kind: 'edit-prompt';
  readonly promptId: string;
  readonly text?: string | undefined;
  readonly options?: PromptOptions | undefined;
  /** Place in the queue, from 0. */
  readonly position?: number | undefined;
}

/** A person takes back what was not sent yet. */
export interface RemovePrompt {
  readonly kind: 'remove-prompt';
  readonly promptId: string;
}

/** The runner is about to send the first prompt of the queue. */
export interface SendPrompt {
  readonly kind: 'send-prompt';
  readonly owner: string;
  readonly promptId: string;
  readonly runtimeMessageId: string;
  readonly model: Model;
}

/** The runner saw the end of the turn. */
export interface EndTurn {
  readonly kind: 'end-turn';
  readonly owner: string;
  /** Number of the turn. */
  readonly turn: number;
  readonly how: 'completed' | 'interrupted';
  readonly summary: string;
  /** Of this sending alone. */
  readonly usage: Usage;
  /** Absent where nobody could look. */
  readonly workspace?: WorkspaceLook | undefined;
}

/** The workspace and the conversation were put back to where they were before a message. */
export interface RevertSession {
  readonly kind: 'revert';
  readonly messageId: string;
}

/** A revert was undone. */
export interface UnrevertSession {
  readonly kind: 'unrevert';
}

export type ConversationCommand =
  AddPrompt | EditPrompt | RemovePrompt | SendPrompt | EndTurn | RevertSession | UnrevertSession;
