import { ApiRefusal } from './api-status.ts';

export interface Fault {
  /** HTTP method; any where absent. `WATCH` for watches. */
  readonly method?: string;
  /** Tested against path and query; any where absent. */
  readonly path?: RegExp;
  /** How many requests it hits, 1 unless told. */
  readonly times?: number;
}

export interface Refusal extends Fault {
  readonly status: number;
  readonly reason?: string;
  readonly message?: string;
  readonly retryAfterSeconds?: number;
}

/** What a request meets: a refusal, a connection that breaks, or one that stays silent. */
export type Blow = ApiRefusal | 'disconnect' | 'hang';

type Planned = { readonly fault: Fault; readonly blow: Blow; left: number };

/** What goes wrong next. The oldest fault that fits a request hits it. */
export class Faults {
  #planned: Planned[] = [];

  /** Answers with this status. */
  refuse(refusal: Refusal): void {
    const { status, reason = 'InternalError', message = 'injected', retryAfterSeconds } = refusal;
    this.#plan(refusal, new ApiRefusal(status, reason, message, retryAfterSeconds));
  }

  /** Like an API server at its limit. */
  tooManyRequests(fault: Fault & { readonly retryAfterSeconds: number }): void {
    const message = 'the server has received too many requests and has asked us to try again later';
    this.refuse({ ...fault, status: 429, reason: 'TooManyRequests', message });
  }

  /** Breaks the connection without an answer. */
  disconnect(fault: Fault = {}): void {
    this.#plan(fault, 'disconnect');
  }

  /** Keeps the connection and never answers. */
  hang(fault: Fault = {}): void {
    this.#plan(fault, 'hang');
  }

  clear(): void {
    this.#planned = [];
  }

  /** Undefined where nothing goes wrong. */
  next(method: string, url: string): Blow | undefined {
    const planned = this.#planned.find(
      ({ fault }) => (fault.method ?? method) === method && (fault.path === undefined || fault.path.test(url)),
    );
    if (!planned) return undefined;
    planned.left -= 1;
    if (planned.left === 0) this.#planned = this.#planned.filter((each) => each !== planned);
    return planned.blow;
  }

  #plan(fault: Fault, blow: Blow): void {
    this.#planned.push({ fault, blow, left: fault.times ?? 1 });
  }
}
