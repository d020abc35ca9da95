import { describe, expect, it } from '@jest/globals';
import {
  projectEdit,
  projectFields,
  ruleProblem,
  rulesOf,
  shownRule,
  typedRules,
  type RuleName,
} from './project-rules.ts';

const project = {
  max_concurrent_sessions: 3,
  session_limits: { minutes: 60, idle_minutes: 10, steps: 200, tokens: 0, cost_usd: 0 },
  gate_timeout_minutes: 0,
  budget: null,
};
const rules = rulesOf(project);

function field(name: RuleName) {
  const found = projectFields.find((one) => one.name === name);
  if (!found) throw new Error(`There is no field ${name}.`);
  return found;
}

describe('projectEdit', () => {
  it('sends nothing where nothing was changed', () => {
    expect(projectEdit(project, rules)).toBeNull();
  });

  it('sends only what was changed', () => {
    expect(projectEdit(project, { ...rules, minutes: 90 })).toEqual({
      session_limits: { minutes: 90, idle_minutes: 10, steps: 200, tokens: 0, cost_usd: 0 },
    });
    expect(projectEdit(project, { ...rules, max_concurrent_sessions: 5, gate_timeout_minutes: 30 })).toEqual({
      max_concurrent_sessions: 5,
      gate_timeout_minutes: 30,
    });
  });

  it('ends a budget where both of its limits are gone, and else leaves when it warns', () => {
    expect(projectEdit(project, { ...rules, budget_usd: 20 })).toEqual({
      budget: { limit_usd: 20, limit_tokens: null },
    });
    const budget = { limit_usd: 20, limit_tokens: null, warn_percent: 50, period: 'month' } as const;
    expect(projectEdit({ ...project, budget }, rules)).toEqual({ budget: null });
    expect(projectEdit({ ...project, budget }, { ...rules, budget_usd: 30 })).toEqual({
      budget: { limit_usd: 30, limit_tokens: null, warn_percent: 50 },
    });
  });
});

describe('what is typed', () => {
  it('is a rule, or is told what is wrong with it', () => {
    for (const typed of ['1', ' 10 ']) expect(ruleProblem(field('max_concurrent_sessions'), typed)).toBeNull();
    for (const typed of ['', '0', '11', '2.5', 'two', '-1', '1e1'])
      expect(ruleProblem(field('max_concurrent_sessions'), typed)).toContain('from 1 to 10');
    for (const typed of ['', '0', '10080']) expect(ruleProblem(field('minutes'), typed)).toBeNull();
    expect(ruleProblem(field('minutes'), '10081')).toBe(
      'Time of a session: a whole number, from 0 to 10,080; empty: no limit.',
    );
    expect(ruleProblem(field('cost_usd'), '2.5')).toBeNull();
    expect(ruleProblem(field('cost_usd'), '2,5')).toContain('a number such as 2.5');
  });

  it('counts where it is a rule; an empty field is no limit', () => {
    expect(typedRules(rules, { minutes: '', steps: '12', max_concurrent_sessions: 'x' })).toEqual({
      ...rules,
      minutes: 0,
      steps: 12,
    });
    expect(shownRule(field('tokens'), 0)).toBe('');
    expect(shownRule(field('minutes'), 60)).toBe('60');
    expect(shownRule(field('max_concurrent_sessions'), 3)).toBe('3');
  });
});
