import { problemOf } from '@podium/service-kit';
import type { NextFunction, Request, Response } from 'express';
import { pathPattern, type ApiRouteSpec } from './api-route.ts';

/**
 * Answers methods that a known path does not have with 405, and OPTIONS with those that it has. Everything else goes
 * on; unknown paths end in the 404 of Nest.
 */
export function methodCheck(
  routes: readonly ApiRouteSpec[],
): (request: Request, response: Response, next: NextFunction) => void {
  const paths = [...new Set(routes.map(({ path }) => path))];
  const table = paths.map((path) => ({
    pattern: pathPattern(path),
    methods: methodsOf(routes.filter((route) => route.path === path)),
  }));
  return (request, response, next) => {
    // Express works the path out anew each time that it is asked for.
    const { path } = request;
    const methods = table.find(({ pattern }) => pattern.test(path))?.methods;
    if (!methods || methods.has(request.method)) {
      next();
      return;
    }
    response.setHeader('Allow', [...methods, 'OPTIONS'].join(', '));
    if (request.method === 'OPTIONS') response.status(204).end();
    else next(problemOf('method_not_allowed', `This resource knows ${[...methods].join(', ')}.`));
  };
}

function methodsOf(specs: readonly ApiRouteSpec[]): ReadonlySet<string> {
  const methods = specs.map(({ method }) => method.toUpperCase());
  return new Set(methods.includes('GET') ? ['HEAD', ...methods] : methods);
}
