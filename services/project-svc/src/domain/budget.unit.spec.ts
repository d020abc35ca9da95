import { describe, it } from '@jest/globals';
import { fact } from '@podium/event-sourcing';
import { given } from '@podium/event-sourcing/testing';
import { BudgetPeriod, WorkspaceSource, type Budget } from '@podium/proto';
import { projectDecider } from './project-decider.ts';

const projectId = 'p1';
const created = fact('podium.project.v1.ProjectCreated', {
  projectId,
  name: 'Shop',
  description: '',
  source: WorkspaceSource.EMPTY,
  maxConcurrentSessions: 3,
});
const tenDollars: Budget = { limitUsd: 10, warnPercent: 80, period: BudgetPeriod.MONTH };
const none: Budget = { warnPercent: 80, period: BudgetPeriod.MONTH };

function edited(budget: Budget) {
  return fact('podium.project.v1.ProjectEdited', { projectId, budget });
}

function edit(budget: Budget) {
  return { kind: 'edit', projectId, budget } as const;
}

describe('the budget of a project', () => {
  it('is set, whatever the name of its period', () => {
    given(projectDecider, [created]).when(edit(tenDollars)).then(edited(tenDollars));
    given(projectDecider, [created])
      .when(edit({ ...tenDollars, period: BudgetPeriod.UNSPECIFIED }))
      .then(edited(tenDollars));
  });

  it('is not set twice', () =>
    given(projectDecider, [created, edited(tenDollars)])
      .when(edit(tenDollars))
      .thenNothing());

  it('is removed by one without limits', () => {
    given(projectDecider, [created, edited(tenDollars)])
      .when(edit(none))
      .then(edited(none));
    given(projectDecider, [created]).when(edit(none)).thenNothing();
  });

  it.each([
    ['less than nothing', { limitUsd: -1 }],
    ['more than anybody has', { limitUsd: 1_000_001 }],
    ['half a token', { limitTokens: 0.5 }],
    ['a warning at nothing', { warnPercent: 0 }],
    ['a warning too late', { warnPercent: 101 }],
  ])('is refused with %s', (_, change) =>
    given(projectDecider, [created])
      .when(edit({ ...tenDollars, ...change }))
      .thenRejected('invalid'),
  );
});
