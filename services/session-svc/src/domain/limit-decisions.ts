import { fact, type NewFact, type Rejected } from '@podium/event-sourcing';
import type { Excess } from './limits.ts';
import { fenced, notRunnable } from './refusals.ts';
import type { SessionState } from './session.ts';

/** The runner saw that the session has taken more than it may. */
export interface ExceedLimit {
  readonly kind: 'exceed-limit';
  readonly owner: string;
  readonly excess: Excess;
}

/** A fact first, as with every stop: whoever comes next ends the run and the session with this reason. */
export function exceedLimit(
  state: SessionState,
  { sessionId, owner, excess }: ExceedLimit & { readonly sessionId: string },
): readonly NewFact[] | Rejected {
  if (state.kind === 'stopping') return [];
  if (state.kind !== 'running') return notRunnable(state);
  if (state.run.owner !== owner) return fenced();
  return [fact('podium.session.v1.SessionStopping', { sessionId, taskId: state.work.taskId, ...excess })];
}
