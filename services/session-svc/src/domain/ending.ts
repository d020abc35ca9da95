import { fact, reject, type NewFact, type Rejected } from '@podium/event-sourcing';
import { FailureClass, TurnEnding } from '@podium/proto';
import type { EndSession, Tally } from './commands.ts';
import { lastTurnEnded } from './conversation-decisions.ts';
import { fenced, notRunnable } from './refusals.ts';
import type { SessionState } from './session.ts';
import { totalOf } from './turns.ts';
import { nothingUsed } from './usage.ts';

const emptyTally: Tally = { usage: nothingUsed, outputChunks: 0 };

/**
 * Ends a session as its owner saw it. Where a stop was asked for, the session is cancelled whatever the agent did in
 * the meantime: that is what the person was promised. Where it was stopped because of a limit, it fails with that. A
 * pending session may fail before it has an owner.
 */
export function endSession(
  state: SessionState,
  command: EndSession & { readonly sessionId: string },
): readonly NewFact[] | Rejected {
  if (state.kind === 'ended') return [];
  if (state.kind === 'none' || state.kind === 'queued' || state.kind === 'retrying') return notRunnable(state);
  if ('run' in state && state.run.owner !== command.owner) return fenced();
  const { sessionId, ending } = command;
  const { taskId, prompts } = state.work;
  const { workspace } = command;
  const { usage } = command.tally;
  const tally = { ...command.tally, usage: totalOf(state.work, usage) };
  const turnEnded = (how: TurnEnding, summary = '') =>
    lastTurnEnded(state, sessionId, { how, summary, usage, workspace });
  if (state.kind === 'stopping') {
    const { stopReason: reason, stopMessage: message } = state;
    if (!message) return [...turnEnded(TurnEnding.STOPPED), cancelled(sessionId, taskId, reason, tally)];
    const failure = { reason, message, failureClass: FailureClass.NEEDS_PERSON };
    return [
      ...turnEnded(TurnEnding.STOPPED),
      fact('podium.session.v1.SessionFailed', { sessionId, taskId, ...failure, ...tally }),
    ];
  }
  if (ending.kind === 'completed') {
    // What was promised to be sent is sent.
    if (prompts.length > 0) return reject('prompts_waiting', 'The session has prompts to send.');
    const { summary } = ending;
    const completed = fact('podium.session.v1.SessionCompleted', { sessionId, taskId, summary, ...tally });
    return [...turnEnded(TurnEnding.COMPLETED, summary), completed];
  }
  const { reason, message, failureClass } = ending;
  return [
    ...turnEnded(TurnEnding.FAILED),
    fact('podium.session.v1.SessionFailed', { sessionId, taskId, reason, message, failureClass, ...tally }),
  ];
}

/** Cancels a session that does not run now, with what its earlier tries have used. */
export function cancelWaiting(
  state: Extract<SessionState, { kind: 'queued' | 'pending' | 'retrying' }>,
  sessionId: string,
  reason: string,
): readonly NewFact[] {
  const { work } = state;
  return [
    ...lastTurnEnded(state, sessionId, { how: TurnEnding.STOPPED, summary: '', usage: nothingUsed }),
    cancelled(sessionId, work.taskId, reason, {
      usage: totalOf(work, nothingUsed),
      outputChunks: work.tries.outputChunks,
    }),
  ];
}

/** The fact that a session was cancelled. */
export function cancelled(sessionId: string, taskId: string, reason: string, tally: Tally = emptyTally): NewFact {
  return fact('podium.session.v1.SessionCancelled', { sessionId, taskId, reason, ...tally });
}
