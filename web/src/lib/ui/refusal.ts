import { messageOf, ProblemError } from '../api/problem.ts';
import { notify } from './toasts.ts';

/** What to tell of something that was asked for and did not succeed. @param title what it means, where it was refused */
export function refusalOf(title: string, error: unknown): { title: string; detail: string } {
  // Whoever has no answer does not know that it was refused.
  return { title: isUndecided(error) ? error.problem.title : title, detail: messageOf(error) };
}

/** Tells it. */
export function notifyRefusal(title: string, error: unknown): void {
  notify({ tone: 'error', ...refusalOf(title, error) });
}

/** Whether it may still come to pass. */
export function isUndecided(error: unknown): error is ProblemError {
  return error instanceof ProblemError && (error.code === 'pending' || error.code === 'unreachable');
}
