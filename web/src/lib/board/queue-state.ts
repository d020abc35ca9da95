import {
  slotUse,
  unansweredWords,
  type BoardView,
  type BudgetStatusView,
  type BudgetView,
  type ProjectView,
} from '@podium/board';

export interface QueueState {
  /** Sessions that hold a slot. */
  running: number;
  queued: number;
  /** Sessions that wait for their next try. */
  retrying: number;
  paused: boolean;
  /** Why it is paused, in the words of who did it. */
  reason: string | null;
  overBudget: boolean;
  /** Which of the agents that others wait for wait for an answer themselves; null where that holds nothing up. */
  heldUp: string | null;
  /** How many they are. */
  unanswered: number;
  /** Its budget is nearly used up: how much of it; null otherwise. */
  budgetWarning: string | null;
}

/** A project's queue as its board tells it. */
export function queueState({ project, sessions }: Pick<BoardView, 'project' | 'sessions'>): QueueState {
  const count = (...statuses: readonly string[]): number =>
    sessions.filter(({ status }) => statuses.includes(status)).length;
  const use = slotUse({ project, sessions });
  const queued = count('queued');
  return {
    running: use.running,
    queued,
    unanswered: use.unanswered.length,
    heldUp: queued > 0 ? unansweredWords(use) : null,
    retrying: count('retrying'),
    paused: project.queue_paused,
    reason: project.queue_pause_reason,
    overBudget: project.budget_status?.state === 'exceeded',
    budgetWarning: project.budget_status?.state === 'warned' ? usedWords(project.budget_status, project.budget) : null,
  };
}

/** What there is to say of a project's budget before more of it is used; null while there is enough. */
export function budgetNotice(project: Pick<ProjectView, 'budget' | 'budget_status'>): BudgetNotice | null {
  const { budget, budget_status: status } = project;
  return status && { isUsedUp: status.state === 'exceeded', used: usedWords(status, budget) };
}

export interface BudgetNotice {
  /** Nothing starts any more; it is nearly used up otherwise. */
  isUsedUp: boolean;
  /** How much of it. */
  used: string;
}

function usedWords({ cost_usd, tokens }: BudgetStatusView, budget: BudgetView | null): string {
  const limit = budget?.limit_usd ?? 0;
  // Of a dollar or less it is the parts of a cent that make the difference.
  const digits = limit > 1 ? 2 : 4;
  const parts = [
    ...(limit > 0 ? [`$${cost_usd.toFixed(digits)} of $${limit.toFixed(digits)}`] : []),
    ...(budget?.limit_tokens
      ? [`${tokens.toLocaleString('en')} of ${budget.limit_tokens.toLocaleString('en')} tokens`]
      : []),
  ];
  return `${parts.join(', ')} used this month`;
}
