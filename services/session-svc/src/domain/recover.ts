import { fact, type NewFact } from '@podium/event-sourcing';
import type { SessionState } from './session.ts';

/** Nobody works on a session that should be worked on. */
export interface RecoverSession {
  readonly kind: 'recover';
  /** Stable reason in snake_case: `work_lost`, `work_dropped`. */
  readonly problem: string;
}

/** Only what holds a slot has an owner to lose; an owner who comes back late is fenced off by the next one. */
export function recoverSession(
  state: SessionState,
  { sessionId, problem }: RecoverSession & { readonly sessionId: string },
): readonly NewFact[] {
  if (state.kind !== 'pending' && state.kind !== 'running' && state.kind !== 'stopping') return [];
  const { taskId, tries } = state.work;
  const admission = tries.admission === null ? {} : { admissionId: tries.admission };
  return [fact('podium.session.v1.SessionRecovered', { sessionId, taskId, problem, ...admission })];
}
