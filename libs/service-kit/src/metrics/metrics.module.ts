import { Module, type DynamicModule } from '@nestjs/common';
import type { HealthSettings } from '../health/health-checks.ts';
import { MetricsController } from './metrics.controller.ts';
import { Metrics } from './metrics.ts';

/** `GET /metrics`. `startService` brings it along. */
@Module({})
export class MetricsModule {
  static register(settings: HealthSettings): DynamicModule {
    return {
      module: MetricsModule,
      controllers: [MetricsController],
      providers: [{ provide: Metrics, useValue: new Metrics(settings.name, settings) }],
    };
  }
}
