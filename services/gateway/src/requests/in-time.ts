import { LogUnavailableError } from '@podium/event-sourcing';

/**
 * Gives up waiting for the log after a time. The work itself may still succeed later; what was written is then found
 * under the same `Idempotency-Key`.
 *
 * @throws LogUnavailableError when the time is up.
 */
export async function inTime<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new LogUnavailableError('The log did not answer in time. Try again in a moment.'));
    }, timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
