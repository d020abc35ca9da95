import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request, Response } from 'express';
import { personOf } from '../identity/person.ts';
import { OpenConnections } from '../live/open-connections.ts';
import { apiRouteOf } from './api-route.ts';

/** Stands before routes whose answers go on until somebody leaves. */
@Injectable()
export class StreamLimitGuard implements CanActivate {
  constructor(@Inject(OpenConnections) private readonly connections: OpenConnections) {}

  /** @throws ProblemError 429 where the person has too many of them open */
  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http' || apiRouteOf(context.getHandler())?.answer !== 'event-stream') return true;
    const http = context.switchToHttp();
    const response = http.getResponse<Response>();
    // Who has gone meanwhile does not go again: it would be counted for ever.
    if (response.destroyed) return true;
    const { id } = personOf(http.getRequest<Request>());
    this.connections.assertRoom(id);
    response.once('close', this.connections.open(id));
    return true;
  }
}
