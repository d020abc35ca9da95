import { connectToLog, JetStreamTransport } from '@podium/jetstream';
import { ProjectionRunner } from '@podium/projections';
import { loadConfig, startService, type Environment, type RunningService } from '@podium/service-kit';
import { sessionConfigSchema } from './config.ts';
import { sessionsEntities, sessionsProjection } from './projections/sessions-projection.ts';
import { SessionSvcModule } from './session-svc.module.ts';

const name = 'session-svc';

const schema = 'session_svc';

/** Starts the service. @throws ConfigError that lists every bad key. */
export async function start(env: Environment): Promise<RunningService> {
  const config = loadConfig(sessionConfigSchema, env);
  return startService({
    name,
    config,
    connect: ({ NATS_URL: url, NATS_REPLICAS: replicas }) => connectToLog({ url, name, replicas }),
    dataSource: { schema, entities: sessionsEntities },
    projections: ({ nats, dataSource, logger }) => [
      new ProjectionRunner({ nc: nats, dataSource, schema, projection: sessionsProjection, logger }),
    ],
    transport: ({ nats }) => new JetStreamTransport({ nc: nats, service: name, drainSeconds: 1 }),
    module: () => SessionSvcModule,
  });
}
