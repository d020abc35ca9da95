import { problemOf } from '@podium/service-kit';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** How much one person may do within a time, at this gateway. */
export class RateLimit {
  readonly #limiter: RateLimiterMemory;
  readonly #points: number;
  readonly #refusal: string;

  /** @param refusal what a person is told who does more */
  constructor({ points, seconds, refusal }: { points: number; seconds: number; refusal: string }) {
    this.#limiter = new RateLimiterMemory({ points, duration: seconds });
    this.#points = points;
    this.#refusal = refusal;
  }

  /** @throws ProblemError 429 with the time to wait, where the person has done more than that. */
  async take(personId: string, cost = 1): Promise<void> {
    try {
      // What costs more than there ever is takes all that there is.
      await this.#limiter.consume(personId, Math.min(cost, this.#points));
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      const retryAfterSeconds = Math.max(1, Math.ceil(error.msBeforeNext / 1_000));
      throw problemOf('too_many_requests', this.#refusal, undefined, { retry_after_seconds: retryAfterSeconds });
    }
  }
}
