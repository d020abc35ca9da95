import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Response } from 'express';
import { map, type Observable } from 'rxjs';
import { PendingRequest, Written } from '../requests/written.ts';

/** Turns what became of a write into status, headers and body. */
@Injectable()
export class WriteAnswers implements NestInterceptor<unknown, unknown> {
  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const response = context.switchToHttp().getResponse<Response>();
    return next
      .handle()
      .pipe(
        map((answer) => (answer instanceof PendingRequest ? pending(response, answer) : written(response, answer))),
      );
  }
}

function written(response: Response, answer: unknown): unknown {
  if (!(answer instanceof Written)) return answer;
  if (answer.position !== undefined) response.setHeader('Podium-Position', String(answer.position));
  if (answer.location !== undefined) response.setHeader('Location', answer.location);
  return answer.body;
}

function pending(response: Response, { requestId, follow }: PendingRequest): unknown {
  response.status(202).setHeader('Location', follow);
  return { request_id: requestId, status: 'pending', follow };
}
