import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Logger } from 'pino';
import { standardProblems, toProblemDetails, type ProblemCatalogue } from './problem-error.ts';
import { problemFromError } from './problem-from-error.ts';

/** Answers every failure as `application/problem+json` (RFC 9457). */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #logger: Logger;
  readonly #catalogue: ProblemCatalogue;

  constructor(logger: Logger, catalogue: ProblemCatalogue = standardProblems) {
    this.#logger = logger;
    this.#catalogue = catalogue;
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    const problem = problemFromError(error, this.#catalogue);
    const fields = { method: request.method, path: request.path, code: problem.code, status: problem.status };
    if (problem.status >= 500) this.#logger.error({ ...fields, err: error }, 'request failed');
    else this.#logger.debug({ ...fields, detail: problem.message }, 'request refused');

    if (response.headersSent) {
      // A stream that has begun can't change its status any more: cutting it is how the client notices.
      response.destroy();
      return;
    }
    const retryAfterSeconds = problem.extras['retry_after_seconds'];
    if (typeof retryAfterSeconds === 'number') response.setHeader('Retry-After', String(Math.ceil(retryAfterSeconds)));
    response
      .status(problem.status)
      .type('application/problem+json')
      .send(JSON.stringify(toProblemDetails(problem, request.originalUrl.split('?', 1)[0])));
  }
}
