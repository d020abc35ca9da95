import { dayText } from './time.ts';

export type DueUrgency = 'later' | 'soon' | 'over';

/** How near a calendar day (`YYYY-MM-DD`) is, where the viewer is; today and tomorrow are soon. */
export function dueUrgency(day: string, nowMs: number): DueUrgency {
  const days = daysUntil(day, nowMs);
  if (days < 0) return 'over';
  return days <= 1 ? 'soon' : 'later';
}

/** "today", "tomorrow", "yesterday", then the day: "24 Nov". */
export function dueText(day: string, nowMs: number): string {
  const days = daysUntil(day, nowMs);
  if (days === 0) return 'today';
  if (days === 1) return 'tomorrow';
  if (days === -1) return 'yesterday';
  return dayText(dateOf(day), nowMs);
}

function daysUntil(day: string, nowMs: number): number {
  const now = new Date(nowMs);
  const today = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  // Rounded: a day on which clocks change is not 24 hours long.
  return Math.round((dateOf(day).getTime() - today.getTime()) / 86_400_000);
}

function dateOf(day: string): Date {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date);
}
