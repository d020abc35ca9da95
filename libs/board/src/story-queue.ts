import type { RecordedFact } from '@podium/proto';
import { permissionWords } from './gate.ts';
import type { StoryDetail } from './story-types.ts';

/** What happened to the queue or the budget, in one sentence; undefined for other facts. */
export function queueSentence(fact: RecordedFact, who: string): string | undefined {
  switch (fact.type) {
    case 'podium.session.v1.SessionExpedited':
      return `${who} wants this to run next`;
    case 'podium.session.v1.QueuePaused':
      return fact.data.reason ? `${who} paused the queue: ${fact.data.reason}` : `${who} paused the queue`;
    case 'podium.session.v1.QueueResumed':
      return `${who} resumed the queue`;
    case 'podium.session.v1.PermissionGranted':
      return `${who} always allows the project’s agents to ${permissionWords(fact.data)}`;
    case 'podium.session.v1.PermissionRevoked':
      return `${who} wants to be asked again before agents ${permissionWords({ action: fact.data.action, patterns: [fact.data.pattern] })}`;
    case 'podium.session.v1.BudgetWarned':
      return `The budget of ${fact.data.period} is nearly used up: ${spending(fact)}`;
    case 'podium.session.v1.BudgetExceeded':
      return `The budget of ${fact.data.period} is used up (${spending(fact)}): running sessions are stopped, others wait`;
    case 'podium.session.v1.BudgetRestored':
      return fact.data.reason === 'new_period'
        ? `A new month began, and with it a new budget`
        : 'The budget was changed: sessions may run again';
    case 'podium.session.v1.SessionStopping':
      return fact.data.reason === 'budget_exceeded' ? 'The budget is used up: the agent is to stop' : undefined;
    case 'podium.session.v1.SessionCancelled':
      return fact.data.reason === 'budget_exceeded'
        ? 'The session was stopped because the budget is used up'
        : undefined;
    default:
      return undefined;
  }
}

/** What is worth knowing of such a fact beside its sentence; undefined for other facts. */
export function queueDetails(fact: RecordedFact): Record<string, StoryDetail | undefined> | undefined {
  switch (fact.type) {
    case 'podium.session.v1.QueuePaused':
      return { reason: fact.data.reason };
    case 'podium.session.v1.BudgetWarned':
    case 'podium.session.v1.BudgetExceeded': {
      const { period, costUsd, tokens, limitUsd, limitTokens } = fact.data;
      return { period, cost_usd: costUsd, tokens, limit_usd: limitUsd, limit_tokens: limitTokens };
    }
    case 'podium.session.v1.BudgetRestored':
      return { period: fact.data.period, reason: fact.data.reason };
    default:
      return undefined;
  }
}

/** What someone wants who sends a request about the queue. */
export const queueWishes: Readonly<Record<string, string>> = {
  SessionExpediteRequested: 'run this next',
  PermissionRevokeRequested: 'be asked again',
  QueuePauseRequested: 'pause the queue',
  QueueResumeRequested: 'resume the queue',
};

type Spending = Extract<RecordedFact, { type: 'podium.session.v1.BudgetWarned' | 'podium.session.v1.BudgetExceeded' }>;

/** The limits that there are, each with what was used of it. */
function spending({ data: { costUsd, tokens, limitUsd, limitTokens } }: Spending): string {
  const parts = [
    ...(limitUsd === undefined ? [] : [`$${costUsd.toFixed(2)} of $${limitUsd.toFixed(2)}`]),
    ...(limitTokens === undefined ? [] : [`${count(tokens)} of ${count(limitTokens)} tokens`]),
  ];
  return parts.join(', ');
}

function count(tokens: number): string {
  return tokens.toLocaleString('en-US');
}
