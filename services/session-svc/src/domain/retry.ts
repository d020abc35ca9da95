import { derivedId, fact, reject, type DecisionContext, type NewFact, type Rejected } from '@podium/event-sourcing';
import { FailureClass, TurnEnding } from '@podium/proto';
import { lastTurnEnded } from './conversation-decisions.ts';
import { fenced, notRunnable, sessionEnded, sessionNotFound } from './refusals.ts';
import type { RetryCommand, ScheduleRetry } from './retry-commands.ts';
import type { SessionState } from './session.ts';
import { totalOf } from './turns.ts';
import { nothingUsed } from './usage.ts';

type Decision = readonly NewFact[] | Rejected;
type For<Command> = Command & { readonly sessionId: string };

/** How far a wait is from the one that was asked for, either way, as a share of it. */
const jitter = 0.25;

/** What is decided about the tries of a session. */
export function decideRetry(state: SessionState, command: For<RetryCommand>, { now }: DecisionContext): Decision {
  const { sessionId } = command;
  switch (command.kind) {
    case 'schedule-retry':
      return scheduleRetry(state, command, now);
    case 'requeue':
      return state.kind === 'retrying' && state.retry.attempt === command.attempt
        ? [requeued(sessionId, state.work.taskId, 'retry_due')]
        : [];
    case 'retry-now':
      return state.kind === 'retrying' ? [requeued(sessionId, state.work.taskId, 'retry_now')] : notRetrying(state);
    case 'give-up':
      return state.kind === 'retrying' ? givenUp(state, sessionId) : notRetrying(state);
  }
}

/** A session that is being stopped is not tried again, and one that was tried often enough is refused. */
function scheduleRetry(state: SessionState, command: For<ScheduleRetry>, now: string): Decision {
  if (state.kind === 'stopping') return [];
  if (state.kind !== 'pending' && state.kind !== 'running') return notRunnable(state);
  if (state.kind === 'running' && state.run.owner !== command.owner) return fenced();
  const { sessionId, reason, message, delaysSeconds, tally } = command;
  const { failed } = state.work.tries;
  const delaySeconds = delaysSeconds[failed];
  if (delaySeconds === undefined) return reject('no_tries_left', 'The session was tried often enough.');
  return [
    fact('podium.session.v1.SessionRetryScheduled', {
      sessionId,
      taskId: state.work.taskId,
      attempt: failed + 2,
      maxAttempts: delaysSeconds.length + 1,
      dueAt: new Date(Date.parse(now) + delayMs(sessionId, failed, delaySeconds)).toISOString(),
      reason,
      message,
      ...tally,
    }),
  ];
}

/** Sessions that failed together do not come back together; the same session always waits for the same time. */
export function delayMs(sessionId: string, failed: number, delaySeconds: number): number {
  const share = Number.parseInt(derivedId(sessionId, 'retry', failed).slice(0, 8), 16) / 0xffff_ffff;
  return Math.round(delaySeconds * 1_000 * (1 - jitter + 2 * jitter * share));
}

function requeued(sessionId: string, taskId: string, reason: 'retry_due' | 'retry_now'): NewFact {
  return fact('podium.session.v1.SessionRequeued', { sessionId, taskId, reason });
}

function givenUp(state: Extract<SessionState, { kind: 'retrying' }>, sessionId: string): Decision {
  const { work, retry } = state;
  return [
    ...lastTurnEnded(state, sessionId, { how: TurnEnding.FAILED, summary: '', usage: nothingUsed }),
    fact('podium.session.v1.SessionFailed', {
      sessionId,
      taskId: work.taskId,
      reason: retry.reason,
      message: retry.message,
      failureClass: FailureClass.TRANSIENT,
      usage: totalOf(work, nothingUsed),
      outputChunks: work.tries.outputChunks,
    }),
  ];
}

function notRetrying(state: SessionState): Rejected {
  if (state.kind === 'none') return sessionNotFound();
  return state.kind === 'ended'
    ? sessionEnded()
    : reject('session_not_retrying', 'The session does not wait for another try.');
}
