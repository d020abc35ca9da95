import { problemOf } from '@podium/service-kit';
import type { NextFunction, Request, Response } from 'express';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { personOf } from '../identity/person.ts';

const reads = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Answers more writes of one person than that, within a second, with 429. */
export function writeLimit(
  writesPerSecond: number,
): (request: Request, response: Response, next: NextFunction) => void {
  const limiter = new RateLimiterMemory({ points: writesPerSecond, duration: 1 });
  return (request, _response, next) => {
    if (reads.has(request.method)) {
      next();
      return;
    }
    limiter.consume(personOf(request).id).then(
      () => next(),
      (refusal: unknown) => next(refusal instanceof RateLimiterRes ? tooMany(refusal) : refusal),
    );
  };
}

function tooMany(refusal: RateLimiterRes): Error {
  const retryAfterSeconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1_000));
  const detail = 'That were more changes than Podium takes at once. Try again in a moment.';
  return problemOf('too_many_requests', detail, undefined, { retry_after_seconds: retryAfterSeconds });
}
