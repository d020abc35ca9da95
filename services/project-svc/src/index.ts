import { connectToLog, JetStreamTransport } from '@podium/jetstream';
import { ProjectionRunner } from '@podium/projections';
import { loadConfig, startService, type Environment, type RunningService } from '@podium/service-kit';
import { projectConfigSchema } from './config.ts';
import { ProjectRow } from './projections/projects/project-row.ts';
import { projectsProjection } from './projections/projects/projects-projection.ts';
import { ProjectSvcModule } from './project-svc.module.ts';

const name = 'project-svc';

const schema = 'project_svc';

/** Starts the service. @throws ConfigError that lists every bad key. */
export async function start(env: Environment): Promise<RunningService> {
  const config = loadConfig(projectConfigSchema, env);
  return startService({
    name,
    config,
    connect: ({ NATS_URL: url, NATS_REPLICAS: replicas }) => connectToLog({ url, name, replicas }),
    dataSource: { schema, entities: [ProjectRow] },
    projections: ({ nats, dataSource, logger }) => [
      new ProjectionRunner({ nc: nats, dataSource, schema, projection: projectsProjection, logger }),
    ],
    transport: ({ nats }) => new JetStreamTransport({ nc: nats, service: name, drainSeconds: 1 }),
    module: () => ProjectSvcModule,
  });
}
