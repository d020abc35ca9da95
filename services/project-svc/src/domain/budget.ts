import { BudgetPeriod, type Budget } from '@podium/proto';

/** Months are the only period that there is; more than this nobody can mean. */
const greatestUsd = 1_000_000;
const greatestTokens = 1e15;

/** A sentence for a person where a budget can't be one. */
export function budgetProblem({ limitUsd, limitTokens, warnPercent }: Budget): string | undefined {
  if (limitUsd !== undefined && !(limitUsd >= 0 && limitUsd <= greatestUsd)) {
    return 'A budget may be 0 to 1,000,000 US dollars.';
  }
  if (
    limitTokens !== undefined &&
    !(Number.isInteger(limitTokens) && limitTokens >= 0 && limitTokens <= greatestTokens)
  ) {
    return 'A budget of tokens is a whole number, 0 or more.';
  }
  const isPercent = Number.isInteger(warnPercent) && warnPercent >= 1 && warnPercent <= 100;
  return isPercent ? undefined : 'A warning comes at 1 to 100 percent of a budget.';
}

/** The budget as a fact says it; undefined where it is the one that there is. */
export function changedBudget(asked: Budget | undefined, current: Budget | undefined): Budget | undefined {
  if (!asked) return undefined;
  const { limitUsd, limitTokens, warnPercent } = asked;
  const isSame =
    limitUsd === current?.limitUsd &&
    limitTokens === current?.limitTokens &&
    (warnPercent === current?.warnPercent || (limitUsd === undefined && limitTokens === undefined));
  if (isSame) return undefined;
  return {
    ...(limitUsd === undefined ? {} : { limitUsd }),
    ...(limitTokens === undefined ? {} : { limitTokens }),
    warnPercent,
    period: BudgetPeriod.MONTH,
  };
}
