import type { UsageGroup } from './usage-query.ts';

const dayMs = 86_400_000;

/** The first of so many days that end today, `YYYY-MM-DD` in UTC. */
export function firstDay(dayCount: number, nowMs: number): string {
  return dayOf(nowMs - (dayCount - 1) * dayMs);
}

/** A group for every day from the first one to today, also for those on which nothing was used; oldest first. */
export function everyDay(groups: readonly UsageGroup[], first: string, nowMs: number): UsageGroup[] {
  const byDay = new Map(groups.map((group) => [group.key, group]));
  const days: UsageGroup[] = [];
  for (let ms = Date.parse(first); dayOf(ms) <= dayOf(nowMs); ms += dayMs) {
    const key = dayOf(ms);
    days.push(byDay.get(key) ?? { key, label: key, ...nothing });
  }
  return days;
}

export function allTokens({
  input_tokens,
  output_tokens,
  cached_tokens,
}: Pick<UsageGroup, 'input_tokens' | 'output_tokens' | 'cached_tokens'>): number {
  return input_tokens + output_tokens + cached_tokens;
}

/** A round number that the greatest value fits under, for the top of a chart. */
export function roundedTop(greatest: number): number {
  if (greatest <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(greatest));
  return ([1, 2, 5, 10].find((factor) => factor * power >= greatest) ?? 10) * power;
}

const nothing = { input_tokens: 0, output_tokens: 0, cached_tokens: 0, cost_usd: 0, sessions: 0, prompts: 0 };

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
