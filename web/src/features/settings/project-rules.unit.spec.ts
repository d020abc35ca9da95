import { describe, expect, it } from '@jest/globals';
import { projectEdit, rulesOf } from './project-rules.ts';

const rules = rulesOf({
  max_concurrent_sessions: 3,
  session_limits: { minutes: 60, idle_minutes: 10, steps: 200, tokens: 0, cost_usd: 0 },
  gate_timeout_minutes: 0,
  budget: null,
});

describe('projectEdit', () => {
  it('sends nothing where nothing was changed, or a field is empty', () => {
    expect(projectEdit(rules, rules)).toBeNull();
    expect(projectEdit(rules, { ...rules, minutes: Number.NaN })).toBeNull();
  });

  it('sends only what was changed', () => {
    expect(projectEdit(rules, { ...rules, minutes: 90 })).toEqual({
      session_limits: { minutes: 90, idle_minutes: 10, steps: 200, tokens: 0, cost_usd: 0 },
    });
    expect(projectEdit(rules, { ...rules, max_concurrent_sessions: 5, gate_timeout_minutes: 30 })).toEqual({
      max_concurrent_sessions: 5,
      gate_timeout_minutes: 30,
    });
  });

  it('ends a budget where both of its limits are gone', () => {
    const limited = { ...rules, budget_usd: 20 };
    expect(projectEdit(rules, limited)).toEqual({ budget: { limit_usd: 20, limit_tokens: null } });
    expect(projectEdit(limited, rules)).toEqual({ budget: null });
  });
});
