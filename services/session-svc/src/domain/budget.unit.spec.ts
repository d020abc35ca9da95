import { describe, expect, it } from '@jest/globals';
import { fact, isRejected } from '@podium/event-sourcing';
import { given } from '@podium/event-sourcing/testing';
import { BudgetPeriod, type Budget } from '@podium/proto';
import fc from 'fast-check';
import { budgetDecider, evolveBudget, type AssessBudget } from './budget.ts';

const projectId = 'p1';
const january = '2026-01';
const february = '2026-02';

function budget(limits: Pick<Budget, 'limitUsd' | 'limitTokens'>, warnPercent = 80): Budget {
  return { ...limits, warnPercent, period: BudgetPeriod.MONTH };
}

function assess(costUsd: number, tokens: number, of: Budget | undefined, period = january): AssessBudget {
  return { kind: 'assess', projectId, period, costUsd, tokens, budget: of };
}

const tenDollars = budget({ limitUsd: 10 });
const warned = fact('podium.session.v1.BudgetWarned', {
  projectId,
  period: january,
  costUsd: 8,
  tokens: 5,
  limitUsd: 10,
});
const exceeded = fact('podium.session.v1.BudgetExceeded', {
  projectId,
  period: january,
  costUsd: 10,
  tokens: 5,
  limitUsd: 10,
});

function restored(reason: string, period = january) {
  return fact('podium.session.v1.BudgetRestored', { projectId, period, reason });
}

describe('a budget', () => {
  it('is nothing to talk about before its warning', () =>
    given(budgetDecider, [])
      .when(assess(7.99, 1e9, tenDollars))
      .thenNothing());

  it('is warned of once', () => {
    given(budgetDecider, [])
      .when(assess(8, 5, tenDollars))
      .then(warned);
    given(budgetDecider, [warned])
      .when(assess(9, 6, tenDollars))
      .thenNothing();
  });

  it('is used up once, with a warning before or without', () => {
    given(budgetDecider, [warned])
      .when(assess(10, 5, tenDollars))
      .then(exceeded);
    given(budgetDecider, [])
      .when(assess(10, 5, tenDollars))
      .then(exceeded);
    given(budgetDecider, [exceeded])
      .when(assess(11, 6, tenDollars))
      .thenNothing();
  });

  it('counts tokens as well as dollars', () => {
    const both = budget({ limitUsd: 10, limitTokens: 1_000 });
    const used = { projectId, period: january, costUsd: 1, tokens: 1_000, limitUsd: 10, limitTokens: 1_000 };
    given(budgetDecider, [])
      .when(assess(1, 1_000, both))
      .then(fact('podium.session.v1.BudgetExceeded', used));
  });

  it('of nothing is used up from the start', () =>
    given(budgetDecider, [])
      .when(assess(0, 0, budget({ limitUsd: 0 })))
      .then(
        fact('podium.session.v1.BudgetExceeded', { projectId, period: january, costUsd: 0, tokens: 0, limitUsd: 0 }),
      ));

  it('begins anew with the month', () => {
    given(budgetDecider, [exceeded])
      .when(assess(0, 0, tenDollars, february))
      .then(restored('new_period', february));
    given(budgetDecider, [warned])
      .when(assess(0, 0, tenDollars, february))
      .then(restored('new_period', february));
    given(budgetDecider, [exceeded, restored('new_period', february)])
      .when(assess(8, 5, tenDollars, february))
      .then(fact('podium.session.v1.BudgetWarned', { ...warned.data, period: february }));
  });

  it('is not judged by a month that is over', () =>
    given(budgetDecider, [fact('podium.session.v1.BudgetWarned', { ...warned.data, period: february })])
      .when(assess(10, 5, tenDollars, january))
      .thenNothing());

  it('that was raised lets sessions run again', () => {
    given(budgetDecider, [exceeded])
      .when(assess(10, 5, budget({ limitUsd: 100 })))
      .then(restored('budget_changed'));
    given(budgetDecider, [exceeded])
      .when(assess(10, 5, budget({ limitUsd: 12 })))
      .then(fact('podium.session.v1.BudgetWarned', { ...exceeded.data, limitUsd: 12 }));
  });

  it('that was lowered may be used up', () =>
    given(budgetDecider, [])
      .when(assess(10, 5, budget({ limitUsd: 9 })))
      .then(fact('podium.session.v1.BudgetExceeded', { ...exceeded.data, limitUsd: 9 })));

  it('that was removed holds nobody', () => {
    given(budgetDecider, [exceeded])
      .when(assess(10, 5, undefined))
      .then(restored('budget_changed'));
    given(budgetDecider, [])
      .when(assess(1e6, 1e9, undefined))
      .thenNothing();
  });

  it('ends with the same word in whatever order its uses are looked at', () => {
    const uses = fc.array(fc.double({ min: 0, max: 20, noNaN: true }), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(uses, (costs) => {
        const most = Math.max(...costs);
        const looks = [...costs, most].map((cost) => assess(cost, 0, tenDollars));
        const state = looks.reduce((before, look) => {
          const decision = budgetDecider.decide(before, look, { now: '', actor: '' });
          if (isRejected(decision)) throw new Error('Nobody may refuse this');
          return decision.reduce((next, { type, data }) => evolveBudget(next, { type, data } as never), before);
        }, budgetDecider.initialState);
        expect(state.kind).toBe(most >= 10 ? 'exceeded' : most >= 8 ? 'warned' : 'fine');
      }),
    );
  });
});
