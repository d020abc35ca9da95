import type { RecordedFact } from '@podium/proto';
import type { Scope } from './scope.ts';

/** Port: where the gateway reads the log of facts from. */
export interface FactSource {
  /** Position of the last fact in the log. */
  head(): Promise<number>;

  /** Facts after a position in order, live and for ever, until the signal aborts. */
  follow(after: number, signal: AbortSignal): AsyncIterable<readonly RecordedFact[]>;

  /** How many facts in scope there are after a position. */
  count(after: number, scope: Scope): Promise<number>;

  /** The facts in scope after a position that are in the log now, in order; ends there. */
  replay(after: number, scope: Scope, signal: AbortSignal): AsyncIterable<readonly RecordedFact[]>;
}
