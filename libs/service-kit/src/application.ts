import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { CustomTransportStrategy } from '@nestjs/microservices';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { BaseConfig } from './config.ts';
import type { ManagedProjection } from './health/managed-projection.ts';
import type { Readiness } from './health/readiness.ts';
import type { GaugeReader } from './metrics/gauge-reader.ts';
import { Metrics } from './metrics/metrics.ts';
import { requestTimes } from './metrics/request-times.ts';
import { NestLogger } from './nest-logger.ts';
import { standardProblems } from './problems/problem-error.ts';
import { ProblemFilter } from './problems/problem-filter.ts';
import { validationPipe } from './problems/validation.ts';
import { requestLog } from './request-log.ts';
import { serviceModule } from './service-module.ts';
import type { ServiceDependencies, ServiceOptions } from './service.ts';

/** Fits the longest prompt (50,000 characters) however it is escaped. */
const maxBodySize = '1mb';

interface ApplicationParts<Config extends BaseConfig, Projection extends ManagedProjection> extends Pick<
  ServiceOptions<Config, Projection>,
  'module' | 'configure' | 'problems' | 'isJsonBody'
> {
  readonly deps: ServiceDependencies<Config> & { readonly projections: readonly Projection[] };
  readonly readiness: Readiness;
  readonly gauges: readonly GaugeReader[];
  readonly strategy: CustomTransportStrategy | undefined;
}

/** Builds the Nest application of one service, ready to listen. */
export async function createApplication<Config extends BaseConfig, Projection extends ManagedProjection>(
  parts: ApplicationParts<Config, Projection>,
): Promise<NestExpressApplication> {
  const { deps } = parts;
  const metrics = new Metrics(deps.name, deps, parts.gauges);
  const root = serviceModule(deps, parts.module(deps), parts.readiness, metrics);
  const app = await NestFactory.create<NestExpressApplication>(root, {
    logger: new NestLogger(deps.logger),
    abortOnError: false,
    // Nest would parse forms, too, which nobody sends.
    bodyParser: false,
  });
  app.disable('x-powered-by');
  app.useBodyParser('json', { limit: maxBodySize, ...(parts.isJsonBody ? { type: parts.isJsonBody } : {}) });
  app.use(requestTimes(metrics));
  app.use(requestLog(deps.logger));
  app.useGlobalPipes(validationPipe());
  app.useGlobalFilters(new ProblemFilter(deps.logger, { ...standardProblems, ...parts.problems }));
  if (parts.strategy) app.connectMicroservice({ strategy: parts.strategy });
  await parts.configure?.(app, deps);
  return app;
}
