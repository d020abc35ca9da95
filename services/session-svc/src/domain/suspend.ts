import { fact, type NewFact, type Rejected } from '@podium/event-sourcing';
import { fenced } from './refusals.ts';
import type { SessionState } from './session.ts';

/** The runner noticed that it had not run for a while. */
export interface SuspendSession {
  readonly kind: 'suspend';
  readonly owner: string;
  /** Epoch milliseconds. */
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Only of the stretch of work that goes on, and once: the clock begins anew at its end. */
export function suspendSession(
  state: SessionState,
  { sessionId, owner, fromMs, untilMs }: SuspendSession & { readonly sessionId: string },
): readonly NewFact[] | Rejected {
  if (state.kind !== 'running') return [];
  if (state.run.owner !== owner) return fenced();
  const { workingSinceMs } = state.work.clock;
  if (workingSinceMs === null || untilMs <= workingSinceMs) return [];
  const suspendedAt = new Date(Math.max(fromMs, workingSinceMs)).toISOString();
  const resumedAt = new Date(untilMs).toISOString();
  const { taskId } = state.work;
  return [fact('podium.session.v1.SessionSuspended', { sessionId, taskId, suspendedAt, resumedAt })];
}
