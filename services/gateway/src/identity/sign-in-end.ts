import type { EndedSignIns } from './ended-sign-ins.ts';
import type { Admission } from './person.ts';

/** The longest time that a timer of Node can wait, about 24 days. */
const longestTimerMs = 2 ** 31 - 1;

/** Why a sign-in has ended: its time was over, or the person has signed out, in whatever window. */
export type SignInEndReason = 'session_expired' | 'signed_out';

/**
 * Calls back, in a later turn of the event loop, once the sign-in that opened something has ended.
 *
 * @returns a function that forgets about it.
 */
export function onSignInEnd(
  ended: EndedSignIns,
  { signInId, expiresAtMs }: Admission,
  onEnd: (reason: SignInEndReason) => void,
): () => void {
  const waits: NodeJS.Timeout[] = [];
  const endIn = (ms: number, reason: SignInEndReason): void => {
    waits.push(setTimeout(() => onEnd(reason), Math.min(longestTimerMs, Math.max(0, ms))).unref());
  };
  if (expiresAtMs !== undefined) endIn(expiresAtMs - Date.now(), 'session_expired');
  const stop = ended.onEnded((id) => {
    if (id === signInId) endIn(0, 'signed_out');
  });
  // It may have ended between being let in and here.
  if (signInId !== undefined && ended.has(signInId)) endIn(0, 'signed_out');
  return () => {
    stop();
    for (const wait of waits) clearTimeout(wait);
  };
}
