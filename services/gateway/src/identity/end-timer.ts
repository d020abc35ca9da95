/** The longest time that a timer of Node can wait, about 24 days. */
const longestTimerMs = 2 ** 31 - 1;

/** Calls back when a sign-in ends; undefined where it does not. */
export function endTimer(expiresAtMs: number | undefined, onEnd: () => void): NodeJS.Timeout | undefined {
  if (expiresAtMs === undefined) return undefined;
  return setTimeout(onEnd, Math.min(longestTimerMs, Math.max(0, expiresAtMs - Date.now()))).unref();
}
