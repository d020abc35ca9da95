import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { problemOf } from '@podium/service-kit';
import type { Request } from 'express';
import type { Observable } from 'rxjs';
import { READ_MODEL_RUNNER, type ReadModelRunner } from '../tokens.ts';
import { gatewayProblems } from './problems.ts';
import { positionParameterSchema } from './schemas/requests.ts';

/** How long a read waits for the position that its client has seen already. */
const timeoutMs = 2_000;

/** Makes reads with `If-Position: N` or `?position=N` wait until the read model has everything up to N. */
@Injectable()
export class Freshness implements NestInterceptor<unknown, unknown> {
  readonly #runner: ReadModelRunner;

  constructor(@Inject(READ_MODEL_RUNNER) runner: ReadModelRunner) {
    this.#runner = runner;
  }

  async intercept(context: ExecutionContext, next: CallHandler<unknown>): Promise<Observable<unknown>> {
    await awaitPosition(context.switchToHttp().getRequest<Request>(), this.#runner);
    return next.handle();
  }
}

/** Resolves once the read model has what the client has seen already. @throws ProblemError 503 where it takes long */
export async function awaitPosition(request: Request, runner: ReadModelRunner): Promise<void> {
  const position = request.method === 'GET' ? wantedPosition(request) : undefined;
  if (position === undefined || (await runner.waitFor(position, timeoutMs))) return;
  const detail = `Position ${position} has not been read yet. Try again in a moment.`;
  throw problemOf('read_model_behind', detail, gatewayProblems, { retry_after_seconds: 1 });
}

function wantedPosition(request: Request): number | undefined {
  const text = request.query['position'] ?? request.get('if-position');
  if (text === undefined) return undefined;
  const parsed = positionParameterSchema.safeParse(text);
  if (parsed.success) return parsed.data;
  const message = 'must be a whole number, 0 or more';
  throw problemOf('validation_failed', `position ${message}`, undefined, { errors: [{ path: 'position', message }] });
}
