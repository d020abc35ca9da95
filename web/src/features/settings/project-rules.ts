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

export type RuleName = keyof ProjectRules;

/** What a person has typed and not saved, as it was typed. */
export type TypedRules = Readonly<Partial<Record<RuleName, string>>>;

interface Field {
  name: RuleName;
  label: string;
  detail: string;
  unit: string;
  /** Whether it may have a fraction. */
  fraction: boolean;
  least: number;
  most: number;
  /** What holds where the field is empty; absent where it can't be. */
  none?: string;
}

const weekMinutes = 7 * 24 * 60;

export const projectFields: readonly Field[] = [
  {
    name: 'max_concurrent_sessions',
    label: 'Agents at once',
    detail: 'From 1 to 10. More than these wait in the queue.',
    unit: 'sessions',
    fraction: false,
    least: 1,
    most: 10,
  },
  limit('minutes', 'Time of a session', 'Work, without waiting for people.', 'minutes', weekMinutes),
  limit('idle_minutes', 'Quiet time', 'Without a sign of progress.', 'minutes', weekMinutes),
  limit('steps', 'Steps of a session', 'Answers of the model.', 'steps', 100_000),
  limit('tokens', 'Tokens of a session', 'Read and written.', 'tokens', 1e12),
  { ...limit('cost_usd', 'Cost of a session', 'As the runtime reports it.', 'USD', 1_000_000), fraction: true },
  {
    ...limit(
      'gate_timeout_minutes',
      'Answers to agents',
      'After this time agents go on without one.',
      'minutes',
      weekMinutes,
    ),
    none: 'They wait',
  },
  { ...limit('budget_usd', 'Budget in a month', 'Then its agents stop.', 'USD', 1_000_000), fraction: true },
  limit('budget_tokens', 'Tokens in a month', 'Then its agents stop.', 'tokens', 1e15),
];

function limit(name: RuleName, label: string, detail: string, unit: string, most: number): Field {
  return { name, label, detail, unit, most, least: 0, fraction: false, none: 'No limit' };
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

/** What stands in a field: no limit is an empty one. */
export function shownRule({ none }: Field, rule: number): string {
  return rule === 0 && none !== undefined ? '' : String(rule);
}

/** What is wrong with what was typed, as a sentence for a person; null where nothing is. */
export function ruleProblem(field: Field, typed: string): string | null {
  const { label, fraction, least, most, none } = field;
  if (typed.trim() === '') return none === undefined ? `${label}: a whole number from ${least} to ${most}.` : null;
  const value = numberOf(typed);
  if (value >= least && value <= most && (fraction || Number.isInteger(value))) return null;
  const kind = fraction ? 'a number such as 2.5' : 'a whole number';
  const range = `from ${least} to ${most.toLocaleString('en')}`;
  return `${label}: ${kind}, ${range}${none === undefined ? '' : `; empty: ${none.toLowerCase()}`}.`;
}

/** The rules with what was typed; what can't be one leaves the rule as it is. */
export function typedRules(before: ProjectRules, typed: TypedRules): ProjectRules {
  const values = projectFields.flatMap((field): [RuleName, number][] => {
    const text = typed[field.name];
    return text === undefined || ruleProblem(field, text) ? [] : [[field.name, text.trim() ? numberOf(text) : 0]];
  });
  return { ...before, ...Object.fromEntries(values) };
}

/** Digits with at most one point; anything else is none. */
function numberOf(typed: string): number {
  return /^\d+(\.\d+)?$/.test(typed.trim()) ? Number(typed) : Number.NaN;
}

/** What to send for what was changed; null where nothing was. */
export function projectEdit(project: Ruled, after: ProjectRules): Record<string, unknown> | null {
  const before = rulesOf(project);
  const changed = projectFields.map(({ name }) => name).filter((name) => before[name] !== after[name]);
  if (changed.length === 0) return null;
  const limitsChanged = changed.some((name) => limitNames.includes(name));
  return {
    ...(changed.includes('max_concurrent_sessions') ? { max_concurrent_sessions: after.max_concurrent_sessions } : {}),
    ...(changed.includes('gate_timeout_minutes') ? { gate_timeout_minutes: after.gate_timeout_minutes } : {}),
    ...(limitsChanged ? { session_limits: Object.fromEntries(limitNames.map((name) => [name, after[name]])) } : {}),
    ...(changed.some((name) => name.startsWith('budget_')) ? { budget: budgetOf(project, after) } : {}),
  };
}

/** Sent together, all of them. */
const limitNames: readonly RuleName[] = ['minutes', 'idle_minutes', 'steps', 'tokens', 'cost_usd'];

function budgetOf({ budget }: Ruled, { budget_usd, budget_tokens }: ProjectRules): unknown {
  if (budget_usd === 0 && budget_tokens === 0) return null;
  return {
    limit_usd: budget_usd || null,
    limit_tokens: budget_tokens || null,
    ...(budget ? { warn_percent: budget.warn_percent } : {}),
  };
}
