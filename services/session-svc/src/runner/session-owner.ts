import type { AgentContact } from '../opencode/event-stream.ts';

/** Whoever runs a session. */
export interface SessionOwner {
  /** Names the owner in facts. */
  readonly owner: string;
  /** Is told whether the agent is heard. */
  readonly contact: AgentContact;
  /** Aborted when this process is closing. */
  readonly drain: AbortSignal;
}
