import { describe, expect, it } from '@jest/globals';
import type { SessionView } from '@podium/board';
import { aProject, aSession, aTask } from '../../test/builders.ts';
import { firstStep } from './first-step.ts';
import { budgetNotice, queueState } from './queue-state.ts';

describe('firstStep', () => {
  it('leads from a ready task to its review', () => {
    expect(firstStep({ tasks: [], sessions: [] })?.kind).toBe('create');
    expect(firstStep({ tasks: [aTask()], sessions: [] })?.kind).toBe('execute');
    const running = aTask({ status: 'IN_PROGRESS', active_session_id: 's1' });
    expect(firstStep({ tasks: [running], sessions: [aSession()] })?.kind).toBe('watch');
    expect(firstStep({ tasks: [aTask({ status: 'AI_REVIEW' })], sessions: [] })?.kind).toBe('review');
  });

  it('says that an agent works only while it does', () => {
    const running = aTask({ status: 'IN_PROGRESS', active_session_id: 's1' });
    const kind = (status: SessionView['status']) =>
      firstStep({ tasks: [running], sessions: [aSession({ id: 's1', status })] })?.kind;
    expect(kind('queued')).toBe('wait');
    expect(kind('pending')).toBe('wait');
    expect(kind('running')).toBe('watch');
    expect(kind('waiting')).toBe('answer');
    expect(firstStep({ tasks: [running], sessions: [] })?.kind).toBe('wait');
  });

  it('ends where somebody knows the way', () => {
    expect(firstStep({ tasks: [aTask({ status: 'DONE' })], sessions: [] })).toBeNull();
    const failure = { code: 'x', message: 'No', retryable: false };
    expect(firstStep({ tasks: [aTask({ failure })], sessions: [] })).toBeNull();
  });
});

describe('queueState', () => {
  it('counts what holds a slot and what waits for one', () => {
    const sessions = (['running', 'waiting', 'queued', 'retrying', 'completed'] as const).map((status, at) =>
      aSession({ id: `s${at}`, status }),
    );
    expect(queueState({ project: aProject({ queue_paused: true }), sessions })).toMatchObject({
      running: 2,
      queued: 1,
      retrying: 1,
      paused: true,
      overBudget: false,
      budgetWarning: null,
    });
  });

  it('tells how much of a budget is used that is nearly used up', () => {
    const budget = { limit_usd: 5, limit_tokens: 10_000, warn_percent: 80, period: 'month' as const };
    const status = { period: '2026-01', cost_usd: 4.5, tokens: 8_200, at: '2026-01-09T00:00:00.000Z' };
    const state = (of: 'warned' | 'exceeded') =>
      queueState({ project: aProject({ budget, budget_status: { ...status, state: of } }), sessions: [] });
    expect(state('warned').budgetWarning).toBe('$4.50 of $5.00, 8,200 of 10,000 tokens used this month');
    expect(state('exceeded')).toMatchObject({ overBudget: true, budgetWarning: null });
    const used = '$4.50 of $5.00, 8,200 of 10,000 tokens used this month';
    expect(budgetNotice({ budget, budget_status: { ...status, state: 'exceeded' } })).toEqual({ isUsedUp: true, used });
    expect(budgetNotice({ budget, budget_status: null })).toBeNull();
    const small = { ...budget, limit_usd: 0.012, limit_tokens: null };
    expect(budgetNotice({ budget: small, budget_status: { ...status, state: 'warned', cost_usd: 0.0099 } })?.used).toBe(
      '$0.0099 of $0.0120 used this month',
    );
  });
});
