import type { Tally } from './commands.ts';

/** A try failed in a way that may pass by itself. */
export interface ScheduleRetry {
  readonly kind: 'schedule-retry';
  readonly owner: string;
  readonly reason: string;
  readonly message: string;
  readonly tally: Tally;
  /** How long to wait before each further try, in seconds, before jitter: as many as there are further tries. */
  readonly delaysSeconds: readonly number[];
}

/** The next try is due. */
export interface RequeueSession {
  readonly kind: 'requeue';
  /** Which try that is: what is due may have been overtaken. */
  readonly attempt: number;
}

/** A person does not want to wait for the next try. */
export interface RetryNow {
  readonly kind: 'retry-now';
}

/** A person wants no further try. */
export interface GiveUp {
  readonly kind: 'give-up';
}

/** A command about the tries of a session. */
export type RetryCommand = ScheduleRetry | RequeueSession | RetryNow | GiveUp;
