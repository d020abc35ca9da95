import type { Budget, RecordedFact } from '@podium/proto';
import type { BudgetStatusView, BudgetView, ProjectView } from './views.ts';

/** Aggregates of the session context that are about a project's queue as a whole, not about one session. */
export const queueAggregates: readonly string[] = ['queue', 'budget'];

/** All aggregates of the session context that are about a project as a whole. */
export const sharedSessionAggregates: readonly string[] = [...queueAggregates, 'permissions'];

/** Whether a fact of the session context is about the whole project. @param id of the fact's aggregate */
export function isAboutProject(id: string): boolean {
  return sharedSessionAggregates.includes(id);
}

/** What a fact about queue and budget changes of its project; undefined for other facts. */
export function queueChange(fact: RecordedFact): Partial<ProjectView> | undefined {
  switch (fact.type) {
    case 'podium.session.v1.QueuePaused':
      return { queue_paused: true, queue_pause_reason: fact.data.reason ?? null };
    case 'podium.session.v1.QueueResumed':
      return { queue_paused: false, queue_pause_reason: null };
    case 'podium.session.v1.BudgetWarned':
      return { budget_status: statusOf('warned', fact) };
    case 'podium.session.v1.BudgetExceeded':
      return { budget_status: statusOf('exceeded', fact) };
    case 'podium.session.v1.BudgetRestored':
      return { budget_status: null };
    default:
      return undefined;
  }
}

function statusOf(
  state: BudgetStatusView['state'],
  fact: Extract<RecordedFact, { type: 'podium.session.v1.BudgetWarned' | 'podium.session.v1.BudgetExceeded' }>,
): BudgetStatusView {
  const { period, costUsd, tokens } = fact.data;
  return { state, period, cost_usd: costUsd, tokens, at: fact.time };
}

/** A budget as people see it; null for one without limits. */
export function budgetView({ limitUsd, limitTokens, warnPercent }: Budget): BudgetView | null {
  if (limitUsd === undefined && limitTokens === undefined) return null;
  return {
    limit_usd: limitUsd ?? null,
    limit_tokens: limitTokens ?? null,
    warn_percent: warnPercent,
    period: 'month',
  };
}
