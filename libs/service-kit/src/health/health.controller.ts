import {
  Catch,
  Controller,
  Get,
  Header,
  Inject,
  ServiceUnavailableException,
  UseFilters,
  type ArgumentsHost,
  type ExceptionFilter,
} from '@nestjs/common';
import { HealthCheckService, HealthIndicatorService, type HealthCheckResult } from '@nestjs/terminus';
import type { Response } from 'express';
import { healthChecks, type HealthSettings } from './health-checks.ts';
import { Readiness } from './readiness.ts';

/** Token of what the readiness depends on. */
export const HEALTH_SETTINGS = Symbol('HEALTH_SETTINGS');

/** Keeps the health answer as it is: it lists what is down, which a problem would hide. */
@Catch(ServiceUnavailableException)
class HealthAnswerFilter implements ExceptionFilter<ServiceUnavailableException> {
  catch(exception: ServiceUnavailableException, host: ArgumentsHost): void {
    host.switchToHttp().getResponse<Response>().status(exception.getStatus()).json(exception.getResponse());
  }
}

/** Probes for whatever runs the service. */
@Controller('health')
@UseFilters(new HealthAnswerFilter())
export class HealthController {
  constructor(
    @Inject(HealthCheckService) private readonly health: HealthCheckService,
    @Inject(HealthIndicatorService) private readonly indicators: HealthIndicatorService,
    @Inject(Readiness) private readonly readiness: Readiness,
    @Inject(HEALTH_SETTINGS) private readonly settings: HealthSettings,
  ) {}

  /** The process answers; restarting it would not help with anything that it depends on. */
  @Get('live')
  @Header('Cache-Control', 'no-store')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** NATS, PostgreSQL and the projections are fit to serve. */
  @Get('ready')
  @Header('Cache-Control', 'no-store')
  async ready(): Promise<HealthCheckResult> {
    const { state } = this.readiness;
    const service = async () => {
      const session = this.indicators.check('service');
      return state === 'open' ? session.up() : session.down({ message: state });
    };
    // A service that is going does not ask its dependencies: they may be gone already.
    return this.health.check(
      state === 'stopping' ? [service] : [service, ...healthChecks(this.indicators, this.settings)],
    );
  }
}
