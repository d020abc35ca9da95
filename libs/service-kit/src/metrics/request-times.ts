import type { NextFunction, Request, Response } from 'express';
import type { Metrics } from './metrics.ts';

/** Tells the metrics how long each answered request took. Streams of events go on until somebody leaves: not them. */
export function requestTimes(metrics: Metrics): (request: Request, response: Response, next: NextFunction) => void {
  return (request, response, next) => {
    const begun = performance.now();
    response.once('finish', () => {
      const type = response.getHeader('content-type');
      if (typeof type === 'string' && type.startsWith('text/event-stream')) return;
      metrics.observe({
        method: request.method,
        route: routeOf(request),
        status: response.statusCode,
        seconds: (performance.now() - begun) / 1000,
      });
    });
    next();
  };
}

function routeOf(request: Request): string {
  const route: unknown = request.route;
  const path = typeof route === 'object' && route !== null && 'path' in route ? route.path : undefined;
  return typeof path === 'string' ? request.baseUrl + path : 'none';
}
