import { fact, type Decider, type NewFact } from '@podium/event-sourcing';
import type { Budget, RecordedFact } from '@podium/proto';

/** What was last said of a project's budget. */
export type BudgetState =
  | { readonly kind: 'fine' }
  | {
      readonly kind: 'warned' | 'exceeded';
      readonly period: string;
      readonly limits: Limits;
    };

/** Looks at what a project's sessions have used of its budget. */
export interface AssessBudget {
  readonly kind: 'assess';
  readonly projectId: string;
  /** The calendar month in UTC, as `2026-01`. */
  readonly period: string;
  readonly costUsd: number;
  readonly tokens: number;
  /** Undefined where the project has none. */
  readonly budget: Budget | undefined;
}

type Limits = Pick<Budget, 'limitUsd' | 'limitTokens'>;

/** Each is said once for a month and its limits; a new month or new limits take back what was said. */
export const budgetDecider: Decider<BudgetState, AssessBudget> = {
  initialState: { kind: 'fine' },
  evolve: evolveBudget,
  decide(state, command) {
    const { projectId, period, costUsd, tokens, budget } = command;
    // Facts of an earlier month may be read late.
    if (state.kind !== 'fine' && period < state.period) return [];
    const level = levelOf(command);
    const used = { projectId, period, costUsd, tokens, ...limitsOf(budget) };
    if (level === 'fine') return isOver(state, command) ? [restored(state, command)] : [];
    if (!isNews(state, level, command)) return [];
    return level === 'exceeded'
      ? [fact('podium.session.v1.BudgetExceeded', used)]
      : [fact('podium.session.v1.BudgetWarned', used)];
  },
};

/** Folds one fact into what was said; other facts leave it as it is. */
export function evolveBudget(state: BudgetState, recorded: RecordedFact): BudgetState {
  switch (recorded.type) {
    case 'podium.session.v1.BudgetWarned':
      return { kind: 'warned', period: recorded.data.period, limits: limitsOf(recorded.data) };
    case 'podium.session.v1.BudgetExceeded':
      return { kind: 'exceeded', period: recorded.data.period, limits: limitsOf(recorded.data) };
    case 'podium.session.v1.BudgetRestored':
      return { kind: 'fine' };
    default:
      return state;
  }
}

/** The period of budgets that a time is in: the calendar month in UTC, as `2026-01`. */
export function periodAt(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 7);
}

/** Whether nothing is left of a limit. */
export function isUsedUp(use: Pick<AssessBudget, 'costUsd' | 'tokens' | 'budget'>): boolean {
  return levelOf(use) === 'exceeded';
}

function levelOf({
  costUsd,
  tokens,
  budget,
}: Pick<AssessBudget, 'costUsd' | 'tokens' | 'budget'>): BudgetState['kind'] {
  const shares = [shareOf(costUsd, budget?.limitUsd), shareOf(tokens, budget?.limitTokens)];
  const share = Math.max(...shares);
  if (share >= 1) return 'exceeded';
  return budget && share * 100 >= budget.warnPercent ? 'warned' : 'fine';
}

/** Which part of a limit is used up; a limit of nothing always is. */
function shareOf(used: number, limit: number | undefined): number {
  if (limit === undefined) return 0;
  return limit === 0 ? 1 : used / limit;
}

/** Whether what was said holds no more, now that all is fine: what was used never gets less within a month. */
function isOver(state: BudgetState, { period, budget }: AssessBudget): boolean {
  return state.kind !== 'fine' && (state.period !== period || !isSame(state.limits, limitsOf(budget)));
}

function isNews(state: BudgetState, level: 'warned' | 'exceeded', { period, budget }: AssessBudget): boolean {
  if (state.kind === 'fine' || state.period !== period) return true;
  if (state.kind === level) return level === 'warned' && !isSame(state.limits, limitsOf(budget));
  return level === 'exceeded' || !isSame(state.limits, limitsOf(budget));
}

function restored(state: BudgetState, { projectId, period }: AssessBudget): NewFact {
  const isNewPeriod = state.kind !== 'fine' && state.period !== period;
  return fact('podium.session.v1.BudgetRestored', {
    projectId,
    period,
    reason: isNewPeriod ? 'new_period' : 'budget_changed',
  });
}

/** Absent limits stay absent: contracts tell absent from present. */
function limitsOf(budget: Limits | undefined): Limits {
  return {
    ...(budget?.limitUsd === undefined ? {} : { limitUsd: budget.limitUsd }),
    ...(budget?.limitTokens === undefined ? {} : { limitTokens: budget.limitTokens }),
  };
}

function isSame(one: Limits, other: Limits): boolean {
  return one.limitUsd === other.limitUsd && one.limitTokens === other.limitTokens;
}
