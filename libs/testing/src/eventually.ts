import { setTimeout as sleep } from 'node:timers/promises';

export interface EventuallyOptions {
  /** How long the condition may take, 60 seconds unless told: machines that run tests are busy. */
  readonly timeoutSeconds?: number;
  /** The pause between two looks, 0.02 seconds unless told. */
  readonly pauseSeconds?: number;
}

/** Thrown when a condition did not come true in time; `cause` is what its last look threw, if it threw. */
export class NotInTimeError extends Error {
  override readonly name = 'NotInTimeError';
  readonly code = 'NOT_IN_TIME';
}

/**
 * Waits until a condition holds, and gives what it returned. A look that throws (an `expect` that fails, say) or returns
 * undefined, null or false does not hold yet.
 *
 * @throws NotInTimeError with the last failure in its message.
 */
export async function eventually<T>(
  condition: () => T | Promise<T>,
  { timeoutSeconds = 60, pauseSeconds = 0.02 }: EventuallyOptions = {},
): Promise<Exclude<T, undefined | null | false>> {
  const deadline = performance.now() + timeoutSeconds * 1000;
  for (;;) {
    const look = await attempt(condition);
    if ('value' in look && holds(look.value)) return look.value;
    if (performance.now() >= deadline) {
      const last = 'error' in look ? messageOf(look.error) : `the condition gave ${String(look.value)}`;
      const cause = 'error' in look ? { cause: look.error } : undefined;
      throw new NotInTimeError(`Not within ${timeoutSeconds} s. Last: ${last}`, cause);
    }
    await sleep(pauseSeconds * 1000);
  }
}

async function attempt<T>(condition: () => T | Promise<T>): Promise<{ value: T } | { error: unknown }> {
  try {
    return { value: await condition() };
  } catch (error) {
    return { error };
  }
}

/** `expect` returns undefined, so that a condition of nothing but expectations has to return something to hold. */
function holds<T>(value: T): value is Exclude<T, undefined | null | false> {
  return value !== undefined && value !== null && value !== false;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
