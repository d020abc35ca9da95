import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { CONFIG } from '@podium/service-kit';
import type { Request } from 'express';
import type { GatewayConfig } from '../config.ts';
import { personOf } from '../identity/person.ts';
import { apiRouteOf } from './api-route.ts';
import { RateLimit } from './rate-limit.ts';

/** Stands before routes that read much for one answer (`cost` of their specification). */
@Injectable()
export class ReadLimitGuard implements CanActivate {
  readonly #limit: RateLimit;

  constructor(@Inject(CONFIG) config: GatewayConfig) {
    this.#limit = new RateLimit({
      points: config.PODIUM_COSTLY_READS_PER_MINUTE,
      seconds: 60,
      refusal: 'That was more of the past than Podium looks up at once. Try again in a moment.',
    });
  }

  /** @throws ProblemError 429 with the time to wait */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<Request>();
    const { cost } = apiRouteOf(context.getHandler()) ?? {};
    const points = typeof cost === 'function' ? cost(request) : cost;
    if (points) await this.#limit.take(personOf(request).id, points);
    return true;
  }
}
