import type { ProjectView } from '@podium/board';

/** What is set for a project, each as a number; 0 where there is no limit. */
export interface ProjectRules {
  max_concurrent_sessions: number;
  minutes: number;
  idle_minutes: number;
  steps: number;
  tokens: number;
  cost_usd: number;
  gate_timeout_minutes: number;
  budget_usd: number;
  budget_tokens: number;
}

interface Field {
  name: keyof ProjectRules;
  label: string;
  detail: string;
  unit: string;
  step: number | 'any';
  least: number;
  most?: number;
}

export const projectFields: readonly Field[] = [
  field('max_concurrent_sessions', 'Agents at once', 'More than these wait in the queue.', 'sessions', {
    least: 1,
    most: 10,
  }),
  field('minutes', 'Time of a session', 'Work, without waiting for people.', 'minutes'),
  field('idle_minutes', 'Quiet time', 'Without a sign of progress.', 'minutes'),
  field('steps', 'Steps of a session', 'Answers of the model.', 'steps'),
  field('tokens', 'Tokens of a session', 'Read and written.', 'tokens'),
  field('cost_usd', 'Cost of a session', 'As the runtime reports it.', 'USD', { step: 'any' }),
  field('gate_timeout_minutes', 'Answers to agents', 'After this time agents go on without one.', 'minutes'),
  field('budget_usd', 'Budget in a month', 'Then its agents stop.', 'USD', { step: 'any' }),
  field('budget_tokens', 'Tokens in a month', 'Then its agents stop.', 'tokens'),
];

function field(
  name: keyof ProjectRules,
  label: string,
  detail: string,
  unit: string,
  { step = 1, least = 0, most }: { step?: number | 'any'; least?: number; most?: number } = {},
): Field {
  return { name, label, detail, unit, step, least, ...(most === undefined ? {} : { most }) };
}

type Ruled = Pick<ProjectView, 'max_concurrent_sessions' | 'session_limits' | 'gate_timeout_minutes' | 'budget'>;

export function rulesOf({
  max_concurrent_sessions,
  session_limits,
  gate_timeout_minutes,
  budget,
}: Ruled): ProjectRules {
  return {
    max_concurrent_sessions,
    ...session_limits,
    gate_timeout_minutes,
    budget_usd: budget?.limit_usd ?? 0,
    budget_tokens: budget?.limit_tokens ?? 0,
  };
}

/** What to send for what was changed; null where nothing was, or where a field is empty. */
export function projectEdit(before: ProjectRules, after: ProjectRules): Record<string, unknown> | null {
  const changed = projectFields.map(({ name }) => name).filter((name) => before[name] !== after[name]);
  if (changed.length === 0 || changed.some((name) => Number.isNaN(after[name]))) return null;
  const limitsChanged = changed.some((name) => limitNames.includes(name));
  return {
    ...(changed.includes('max_concurrent_sessions') ? { max_concurrent_sessions: after.max_concurrent_sessions } : {}),
    ...(changed.includes('gate_timeout_minutes') ? { gate_timeout_minutes: after.gate_timeout_minutes } : {}),
    ...(limitsChanged ? { session_limits: Object.fromEntries(limitNames.map((name) => [name, after[name]])) } : {}),
    ...(changed.some((name) => name.startsWith('budget_')) ? { budget: budgetOf(after) } : {}),
  };
}

/** Sent together, all of them. */
const limitNames: readonly (keyof ProjectRules)[] = ['minutes', 'idle_minutes', 'steps', 'tokens', 'cost_usd'];

function budgetOf({ budget_usd, budget_tokens }: ProjectRules): unknown {
  if (budget_usd === 0 && budget_tokens === 0) return null;
  return { limit_usd: budget_usd || null, limit_tokens: budget_tokens || null };
}
