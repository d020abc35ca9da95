import { fact, reject, type NewFact, type Rejected } from '@podium/event-sourcing';
import { sessionNotFound } from './refusals.ts';
import type { SessionState } from './session.ts';

/** A person wants a session that waits for a slot to be the next one of its project. */
export interface ExpediteSession {
  readonly kind: 'expedite';
}

/** Wished once; who wishes the same again changes nothing. */
export function expediteSession(
  state: SessionState,
  { sessionId }: ExpediteSession & { readonly sessionId: string },
): readonly NewFact[] | Rejected {
  if (state.kind === 'none') return sessionNotFound();
  if (state.kind !== 'queued') return reject('session_not_queued', 'The session does not wait for a slot.');
  if (state.expedited) return [];
  return [fact('podium.session.v1.SessionExpedited', { sessionId, taskId: state.work.taskId })];
}
