import { connectToLog, JetStreamTransport } from '@podium/jetstream';
import { ProjectionRunner } from '@podium/projections';
import { loadConfig, startService, type Environment, type RunningService } from '@podium/service-kit';
import { taskConfigSchema } from './config.ts';
import { TaskRow } from './projections/tasks/task-row.ts';
import { tasksProjection } from './projections/tasks/tasks-projection.ts';
import { TaskSvcModule } from './task-svc.module.ts';

const name = 'task-svc';

const schema = 'task_svc';

/** Starts the service. @throws ConfigError that lists every bad key. */
export async function start(env: Environment): Promise<RunningService> {
  const config = loadConfig(taskConfigSchema, env);
  return startService({
    name,
    config,
    connect: ({ NATS_URL: url, NATS_REPLICAS: replicas }) => connectToLog({ url, name, replicas }),
    dataSource: { schema, entities: [TaskRow] },
    projections: ({ nats, dataSource, logger }) => [
      new ProjectionRunner({ nc: nats, dataSource, schema, projection: tasksProjection, logger }),
    ],
    transport: ({ nats }) => new JetStreamTransport({ nc: nats, service: name, drainSeconds: 1 }),
    module: () => TaskSvcModule,
  });
}
