import type { RecordedFact } from '@podium/proto';
import type { Scope } from './scope.ts';

/** Port: one connected client as the live room sees it. Sending is in order and never blocks. */
export interface LiveClient {
  sendFact(fact: RecordedFact, scope: Scope): void;
  /** Says that the client has everything up to the position. */
  sendSynced(position: number, scope: Scope): void;
  /** Messages that are waiting to be written to the network. */
  backlog(): number;
  /** Resolves once the backlog is small, or the client is gone. */
  drained(): Promise<void>;
  /** From now on the client gets what is broadcast to the scope. */
  join(scope: Scope): void;
  leave(scope: Scope): void;
}
