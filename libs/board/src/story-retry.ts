import type { RecordedFact } from '@podium/proto';
import type { StoryDetail } from './story-types.ts';

/** What happened to a session's tries, limits and overdue gates, in one sentence; undefined for other facts. */
export function retrySentence(fact: RecordedFact, who: string): string | undefined {
  switch (fact.type) {
    case 'podium.session.v1.SessionRetryScheduled': {
      const { attempt, maxAttempts, message } = fact.data;
      return `The agent failed: ${message} It tries again after a pause (try ${attempt} of ${maxAttempts})`;
    }
    case 'podium.session.v1.SessionRequeued':
      return fact.data.reason === 'retry_now'
        ? `${who} wants the next try now: the session waits for a free slot`
        : 'The pause is over: the session waits for a free slot again';
    case 'podium.session.v1.SessionFailed':
      // Only a person who gives up ends a session so; otherwise its runner does.
      if (fact.actor.startsWith('user:')) return `${who} gave up: ${fact.data.message}`;
      return fact.data.reason.startsWith('limit_') ? `The agent was stopped: ${fact.data.message}` : undefined;
    case 'podium.session.v1.SessionStopping':
      return fact.data.message === undefined ? undefined : `The agent is to stop: ${fact.data.message}`;
    case 'podium.session.v1.SessionSuspended':
      return `Podium did not run for ${spanText(fact.data)}: that time does not count as the agent’s`;
    case 'podium.session.v1.GateClosed':
      return fact.data.reason === 'timed_out' ? 'Nobody answered in time: the agent goes on without it' : undefined;
    default:
      return undefined;
  }
}

type Suspended = Extract<RecordedFact, { type: 'podium.session.v1.SessionSuspended' }>['data'];

function spanText({ suspendedAt, resumedAt }: Suspended): string {
  const minutes = Math.max(1, Math.round((Date.parse(resumedAt) - Date.parse(suspendedAt)) / 60_000));
  if (minutes < 120) return minutes === 1 ? 'a minute' : `${minutes} minutes`;
  return `${Math.round(minutes / 60)} hours`;
}

/** What is worth knowing of such a fact beside its sentence; undefined for other facts. */
export function retryDetails(fact: RecordedFact): Record<string, StoryDetail | undefined> | undefined {
  switch (fact.type) {
    case 'podium.session.v1.SessionRetryScheduled': {
      const { attempt, maxAttempts, dueAt, reason, message } = fact.data;
      return { attempt, max_attempts: maxAttempts, due_at: dueAt, reason, message };
    }
    case 'podium.session.v1.SessionRequeued':
    case 'podium.session.v1.GateClosed':
      return { reason: fact.data.reason };
    default:
      return undefined;
  }
}

/** What someone wants who sends a request about it. */
export const retryWishes: Readonly<Record<string, string>> = {
  SessionRetryRequested: 'try again now',
  SessionGiveUpRequested: 'give up',
  SessionRequeueRequested: 'try again',
  GateTimeOutRequested: 'go on without an answer',
};
