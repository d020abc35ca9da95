import type { NextFunction, Request, Response } from 'express';
import type { Logger } from 'pino';

/** One line per HTTP request, once it has ended. Probes are only of interest when something is wrong with them. */
export function requestLog(logger: Logger): (request: Request, response: Response, next: NextFunction) => void {
  return (request, response, next) => {
    const begun = performance.now();
    response.once('close', () => {
      const level = request.path.startsWith('/health/') ? 'trace' : 'debug';
      logger[response.statusCode >= 500 && level === 'debug' ? 'warn' : level](
        {
          method: request.method,
          path: request.path,
          status: response.statusCode,
          finished: response.writableFinished,
          duration_ms: Math.round(performance.now() - begun),
        },
        'http request',
      );
    });
    next();
  };
}
