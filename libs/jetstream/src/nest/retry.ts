import { LogUnavailableError } from '@podium/event-sourcing';

export interface RetryOptions {
  /** How often a message is tried before it is parked. Default 8. */
  readonly maxAttempts: number;
  /** Wait before the second attempt; doubles from there. Default 200. */
  readonly firstBackoffMs: number;
  /** Default 30,000. */
  readonly maxBackoffMs: number;
}

export const defaultRetry: RetryOptions = { maxAttempts: 8, firstBackoffMs: 200, maxBackoffMs: 30_000 };

/** The log being away says nothing about the message. */
export function isForEver(error: unknown): boolean {
  return (
    error instanceof LogUnavailableError ||
    (error instanceof Error && 'code' in error && error.code === 'log_unavailable')
  );
}

/** Between half and all of the doubled time, so that those who failed together do not return together. */
export function backoffMs(attempt: number, { firstBackoffMs, maxBackoffMs }: RetryOptions): number {
  const full = Math.min(maxBackoffMs, firstBackoffMs * 2 ** (attempt - 1));
  return full / 2 + Math.random() * (full / 2);
}

/** Resolves after the time or as soon as the signal is aborted. */
export async function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
  });
}
