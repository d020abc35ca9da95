import type { NextFunction, Request, Response } from 'express';
import { personOf } from '../identity/person.ts';
import { RateLimit } from './rate-limit.ts';

const reads = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Answers more writes of one person than that, within a second, with 429. */
export function writeLimit(
  writesPerSecond: number,
): (request: Request, response: Response, next: NextFunction) => void {
  const refusal = 'That were more changes than Podium takes at once. Try again in a moment.';
  const limit = new RateLimit({ points: writesPerSecond, seconds: 1, refusal });
  return (request, _response, next) => {
    if (reads.has(request.method)) next();
    else limit.take(personOf(request).id).then(() => next(), next);
  };
}
