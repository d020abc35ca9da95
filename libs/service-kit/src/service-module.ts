import { Global, Module, type DynamicModule, type Type } from '@nestjs/common';
import { HealthModule } from './health/health.module.ts';
import type { ManagedProjection } from './health/managed-projection.ts';
import type { Metrics } from './metrics/metrics.ts';
import { MetricsModule } from './metrics/metrics.module.ts';
import type { Readiness } from './health/readiness.ts';
import type { BaseConfig } from './config.ts';
import type { ServiceDependencies } from './service.ts';
import { CONFIG, DATA_SOURCE, LOGGER, NATS, PROJECTIONS } from './tokens.ts';

/** Gives every module of one service what the service owns, under the tokens of `tokens.ts`. */
@Global()
@Module({})
class DependenciesModule {}

/** The root of a service's modules: its own, its dependencies and its health. */
@Module({})
class ServiceModule {}

/** Puts a service's own module beside what the kit brings along. */
export function serviceModule<Config extends BaseConfig, Projection extends ManagedProjection>(
  deps: ServiceDependencies<Config> & { readonly projections: readonly Projection[] },
  own: DynamicModule | Type,
  readiness: Readiness,
  metrics: Metrics,
): DynamicModule {
  const provided: readonly [symbol, unknown][] = [
    [LOGGER, deps.logger],
    [CONFIG, deps.config],
    [NATS, deps.nats],
    [DATA_SOURCE, deps.dataSource],
    [PROJECTIONS, deps.projections],
  ];
  const providers = provided.map(([provide, useValue]) => ({ provide, useValue }));
  const dependencies = { module: DependenciesModule, providers, exports: provided.map(([token]) => token) };
  return {
    module: ServiceModule,
    imports: [dependencies, HealthModule.register(deps, readiness), MetricsModule.register(metrics), own],
  };
}
