import { Module, type DynamicModule } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import type { HealthSettings } from './health-checks.ts';
import { HEALTH_SETTINGS, HealthController } from './health.controller.ts';
import { Readiness } from './readiness.ts';

/** `GET /health/live` and `GET /health/ready`. `startService` brings it along. */
@Module({})
export class HealthModule {
  static register(settings: HealthSettings, readiness: Readiness = openReadiness()): DynamicModule {
    return {
      module: HealthModule,
      imports: [TerminusModule.forRoot({ logger: false })],
      controllers: [HealthController],
      providers: [
        { provide: HEALTH_SETTINGS, useValue: settings },
        { provide: Readiness, useValue: readiness },
      ],
    };
  }
}

function openReadiness(): Readiness {
  const readiness = new Readiness();
  readiness.open();
  return readiness;
}
