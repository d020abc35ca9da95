import type { Snapshot } from './metrics.ts';

/** One day as shown to people and programs; times in seconds, `null` where there is nothing to measure. */
export interface DayReport {
  readonly date: string;
  readonly done: number;
  readonly medianCycleSeconds: number | null;
  readonly p90CycleSeconds: number | null;
  readonly medianFirstResultSeconds: number | null;
}

/** Days in order; days on which nothing happened are left out. */
export function reportOf({ days }: Pick<Snapshot, 'days'>): DayReport[] {
  return Object.entries(days)
    .sort(([first], [second]) => (first < second ? -1 : 1))
    .map(([date, day]) => ({
      date,
      done: day.done,
      medianCycleSeconds: percentile(day.cycleSeconds, 0.5),
      p90CycleSeconds: percentile(day.cycleSeconds, 0.9),
      medianFirstResultSeconds: percentile(day.firstResultSeconds, 0.5),
    }));
}

/** Nearest rank: a value that really occurred. */
function percentile(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((first, second) => first - second);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null;
}
