import type { SessionLimits } from '@/lib/api/session-requests.ts';

export type LimitName = keyof SessionLimits;

const names: Readonly<Record<string, LimitName>> = {
  limit_time: 'minutes',
  limit_idle: 'idle_minutes',
  limit_steps: 'steps',
  limit_tokens: 'tokens',
  limit_cost: 'cost_usd',
};

/** Which limit a failure is about, and what to raise it to: twice what it is. Null where the failure is of another kind. */
export function raisedLimit(
  failureCode: string,
  limits: { readonly [name in LimitName]?: number | null },
): { name: LimitName; value: number } | null {
  const name = names[failureCode];
  if (!name) return null;
  return { name, value: (limits[name] ?? 0) * 2 };
}
