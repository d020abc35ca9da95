/** "42s", "3m 08s", "1h 12m": how long something has run. Negative (a clock that is ahead) reads as 0s. */
export function elapsedText(durationMs: number): string {
  const seconds = Math.max(0, Math.floor(durationMs / 1_000));
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m ${String(seconds % 60).padStart(2, '0')}s`;
  return `${Math.floor(minutes / 60)}h ${String(minutes % 60).padStart(2, '0')}m`;
}

/** "12 min", "3 h", "2 d": how long something took, roughly. */
export function roundText(durationMs: number): string {
  const minutes = durationMs / 60_000;
  if (minutes < 60) return `${Math.max(1, Math.round(minutes))} min`;
  return minutes < 1_440 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1_440)} d`;
}

/** "just now", "5 min ago", "3 h ago", "2 d ago", then the day. */
export function agoText(time: string, nowMs: number): string {
  const seconds = Math.max(0, (nowMs - Date.parse(time)) / 1_000);
  if (seconds < 45) return 'just now';
  if (seconds < 3_600) return `${Math.max(1, Math.round(seconds / 60))} min ago`;
  if (seconds < 86_400) return `${Math.round(seconds / 3_600)} h ago`;
  if (seconds < 7 * 86_400) return `${Math.round(seconds / 86_400)} d ago`;
  return dayText(new Date(time), nowMs);
}

/** Date and time in full with the time zone, for a hover. */
export function exactText(time: string): string {
  return new Date(time).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'long' });
}

/** "21 Nov, 01:32:07"; with the year where it is another one. */
export function momentText(time: string, nowMs = Date.now()): string {
  return `${dayText(new Date(time), nowMs)}, ${clockText(time)}`;
}

/** "21 Nov"; with the year where it is another one. */
export function dayText(date: Date, nowMs: number): string {
  const isThisYear = date.getFullYear() === new Date(nowMs).getFullYear();
  const year = isThisYear ? {} : ({ year: 'numeric' } as const);
  return date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', ...year });
}

/** Hours, minutes and seconds where the viewer is, 24 h. */
export function clockText(time: string): string {
  const date = new Date(time);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
}
