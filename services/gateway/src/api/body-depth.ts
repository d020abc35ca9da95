import { problemOf } from '@podium/service-kit';
import type { NextFunction, Request, Response } from 'express';

/** Far more than any body of the API has, and far less than what functions that go into a value bear. */
const deepest = 32;

/** Answers bodies that are nested deeper than any that means something with 400, before anything goes into them. */
export function bodyDepthCheck(request: Request, _response: Response, next: NextFunction): void {
  if (isDeeperThan(deepest, request.body)) {
    next(problemOf('malformed_request', `The body is nested more than ${deepest} levels deep.`));
    return;
  }
  next();
}

/** Level by level, as one that goes into it would be stopped by what it is to find. */
function isDeeperThan(levels: number, value: unknown): boolean {
  let level = childrenOf([value]);
  for (let depth = 0; depth < levels; depth += 1) {
    if (level.length === 0) return false;
    level = childrenOf(level);
  }
  return level.length > 0;
}

function childrenOf(values: readonly unknown[]): unknown[] {
  return values.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
}
