import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DynamicModule, Type } from '@nestjs/common';
import type { CustomTransportStrategy } from '@nestjs/microservices';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NatsConnection } from 'nats';
import type { Logger } from 'pino';
import type { DataSource } from 'typeorm';
import type { BaseConfig } from './config.ts';
import { createDataSource, type DataSourceSettings } from './data-source.ts';
import type { ManagedProjection } from './health/managed-projection.ts';
import { Readiness } from './health/readiness.ts';
import { createLogger } from './logger.ts';
import { createApplication } from './application.ts';
import type { GaugeReader } from './metrics/gauge-reader.ts';
import { startMetricsServer } from './metrics/metrics-server.ts';
import { Metrics } from './metrics/metrics.ts';
import type { ProblemCatalogue } from './problems/problem-error.ts';
import { shutDown, type ShutdownStep } from './shutdown.ts';

/** A service that is up. */
export interface RunningService {
  readonly name: string;
  /** `GET` answers 200 while it is ready. */
  readonly healthUrl: string;
  /** Base of its HTTP server, without a slash at the end. */
  readonly url: string;
  /** Ends it in order, at most `closeTimeoutSeconds`. Calling it again waits for the same end. */
  close(): Promise<void>;
}

/** What the kit makes for a service before its modules are built. */
export interface ServiceDependencies<Config extends BaseConfig = BaseConfig> {
  readonly name: string;
  readonly config: Config;
  readonly logger: Logger;
  readonly nats: NatsConnection;
  readonly dataSource: DataSource;
}

export interface ServiceOptions<Config extends BaseConfig, Projection extends ManagedProjection> {
  readonly name: string;
  readonly config: Config;
  /** Opens the service's own connection; the kit drains it at the end. */
  readonly connect: (config: Config) => Promise<NatsConnection>;
  readonly dataSource: Omit<DataSourceSettings, 'url'>;
  readonly projections?: (deps: ServiceDependencies<Config>) => readonly Projection[];
  readonly module: (
    deps: ServiceDependencies<Config> & { readonly projections: readonly Projection[] },
  ) => DynamicModule | Type;
  /**
   * Nest's transport for requests, work and facts. Its `close()` is called twice and must be idempotent; it may take
   * half of `closeTimeoutSeconds`, after that what it needs is taken away.
   */
  readonly transport?: (deps: ServiceDependencies<Config>) => CustomTransportStrategy;
  /** Sets up the application before it starts, for example a WebSocket adapter. */
  readonly configure?: (app: NestExpressApplication, deps: ServiceDependencies<Config>) => Promise<void> | void;
  /** Which bodies are parsed as JSON; those of the media type `application/json` by default. */
  readonly isJsonBody?: (request: IncomingMessage) => boolean;
  /** What this service tells a monitoring system beside what the kit does. */
  readonly gauges?: (deps: ServiceDependencies<Config>) => readonly GaugeReader[];
  /** Codes of this service, beside `standardProblems`. */
  readonly problems?: ProblemCatalogue;
  /** Time that `close()` may take. Default 5. */
  readonly closeTimeoutSeconds?: number;
}

/**
 * Starts one service: connection, schema, projections, HTTP with health, transport; then it is ready.
 *
 * Nothing is shared with other services of the same process. When a step fails, everything that was already up is
 * ended again before the error is thrown.
 */
export async function startService<Config extends BaseConfig, Projection extends ManagedProjection = ManagedProjection>(
  options: ServiceOptions<Config, Projection>,
): Promise<RunningService> {
  const { name, config } = options;
  const begun = performance.now();
  const logger = createLogger({
    service: name,
    level: config.LOG_LEVEL,
    format: config.LOG_FORMAT,
    file: config.LOG_FILE,
  });
  const readiness = new Readiness();
  // Ended in the reverse order of their start; NATS was first, so it is last.
  const steps: ShutdownStep[] = [];
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    readiness.stop();
    closing ??= shutDown(steps, options.closeTimeoutSeconds ?? 5, logger).then(() => logger.info('service stopped'));
    return closing;
  };
  try {
    const url = await startParts(options, logger, readiness, steps);
    readiness.open();
    logger.info({ url, pid: process.pid, duration_ms: Math.round(performance.now() - begun) }, 'service started');
    return { name, url, healthUrl: `${url}/health/ready`, close };
  } catch (error) {
    logger.error({ err: error }, 'service failed to start');
    await close();
    throw error;
  }
}

/** Starts part after part; each adds how to end it in front of `steps`. Returns the base URL. */
async function startParts<Config extends BaseConfig, Projection extends ManagedProjection>(
  options: ServiceOptions<Config, Projection>,
  logger: Logger,
  readiness: Readiness,
  steps: ShutdownStep[],
): Promise<string> {
  const { name, config } = options;
  const nats = await options.connect(config);
  steps.unshift({ name: 'nats', share: 0.05, run: () => drain(nats), force: () => nats.close() });

  const dataSource = await createDataSource({ applicationName: name, ...options.dataSource, url: config.DATABASE_URL });
  steps.unshift({ name: 'data source', share: 0.05, run: () => dataSource.destroy() });

  const deps: ServiceDependencies<Config> = { name, config, logger, nats, dataSource };
  const projections = options.projections?.(deps) ?? [];
  steps.unshift({ name: 'projections', share: 0.2, run: () => stopAll(projections) });
  for (const projection of projections) projection.expose?.(name);
  await Promise.all(projections.map((projection) => projection.start()));

  const strategy = options.transport?.(deps);
  const gauges = options.gauges?.(deps) ?? [];
  const app = await createApplication({ ...options, deps: { ...deps, projections }, readiness, gauges, strategy });
  // Who has no transport has nothing but the requests that it has begun to answer.
  const share = strategy ? 0.2 : 0.7;
  steps.unshift({ name: 'http', share, run: () => app.close(), force: async () => cutConnections(app) });
  if (strategy) steps.unshift({ name: 'transport', share: 0.5, run: async () => strategy.close() });

  const port = config.METRICS_PORT;
  if (port !== undefined) {
    const server = await startMetricsServer(app.get(Metrics), logger, { host: config.HTTP_HOST, port });
    steps.unshift({ name: 'metrics', share: 0, run: () => closeServer(server) });
  }
  await app.listen(config.HTTP_PORT, config.HTTP_HOST);
  if (strategy) await app.startAllMicroservices();
  return baseUrl(app.getHttpServer().address() as AddressInfo);
}

async function stopAll(projections: readonly ManagedProjection[]): Promise<void> {
  await Promise.all(projections.map((projection) => projection.stop()));
}

async function drain(nats: NatsConnection): Promise<void> {
  if (!nats.isClosed()) await nats.drain();
}

async function closeServer(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
}

function cutConnections(app: NestExpressApplication): void {
  app.getHttpServer().closeAllConnections();
}

function baseUrl(address: AddressInfo): string {
  return `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`;
}
