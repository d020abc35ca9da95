import { LogUnavailableError } from '@podium/event-sourcing';
import type { NatsConnection } from 'nats';
import { LogRefusedError } from './errors.ts';

/** How long to go on asking a log that does not answer, in milliseconds, where nothing else is said. */
export const giveUpAfterMs = 5_000;

/** Whether the same again may succeed without anything being changed. */
export function mayPass(error: unknown): error is LogUnavailableError | LogRefusedError {
  return error instanceof LogUnavailableError || (error instanceof LogRefusedError && error.status >= 500);
}

export function asUnavailable(error: LogUnavailableError | LogRefusedError): LogUnavailableError {
  return error instanceof LogUnavailableError
    ? error
    : new LogUnavailableError(`The log can't do this now: ${error.message}`, { cause: error });
}

/** Repeats something that does no harm twice. @throws LogUnavailableError when the time is up. */
export async function whileUnavailable<T>(nc: NatsConnection, timeMs: number, work: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + timeMs;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!mayPass(error)) throw error;
      if (nc.isClosed() || performance.now() >= deadline) throw asUnavailable(error);
      await pause(attempt);
    }
  }
}

/** Waits before a further attempt: full jitter, at most 250 ms. */
export async function pause(attempt: number): Promise<void> {
  const milliseconds = Math.random() * Math.min(250, 10 * 2 ** attempt);
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}
