import { fact, type NewFact, type Rejected } from '@podium/event-sourcing';
import type { EndSession, Tally } from './commands.ts';
import { fenced, notRunnable } from './refusals.ts';
import type { SessionState } from './session.ts';

const nothingUsed: Tally = {
  usage: { inputTokens: 0, outputTokens: 0, cachedTokens: 0, costUsd: 0 },
  outputChunks: 0,
};

/**
 * Ends a session as its owner saw it. Where a stop was asked for, the session is cancelled whatever the agent did in
 * the meantime: that is what the person was promised. A pending session may fail before it has an owner.
 */
export function endSession(
  state: SessionState,
  command: EndSession & { readonly sessionId: string },
): readonly NewFact[] | Rejected {
  if (state.kind === 'ended') return [];
  if (state.kind === 'none' || state.kind === 'queued') return notRunnable(state);
  if ('run' in state && state.run.owner !== command.owner) return fenced();
  const { sessionId, ending, tally } = command;
  const { taskId } = state.work;
  if (state.kind === 'stopping') return [cancelled(sessionId, taskId, state.stopReason, tally)];
  if (ending.kind === 'completed') {
    return [fact('podium.session.v1.SessionCompleted', { sessionId, taskId, summary: ending.summary, ...tally })];
  }
  const { reason, message, failureClass } = ending;
  return [fact('podium.session.v1.SessionFailed', { sessionId, taskId, reason, message, failureClass, ...tally })];
}

/** The fact that a session was cancelled. */
export function cancelled(sessionId: string, taskId: string, reason: string, tally: Tally = nothingUsed): NewFact {
  return fact('podium.session.v1.SessionCancelled', { sessionId, taskId, reason, ...tally });
}
