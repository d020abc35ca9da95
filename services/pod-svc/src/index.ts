import { connectToLog, JetStreamTransport } from '@podium/jetstream';
import { ProjectionRunner } from '@podium/projections';
import { startService, type Environment, type RunningService } from '@podium/service-kit';
import { loadPodConfig } from './config.ts';
import { PodSvcModule } from './pod-svc.module.ts';
import { activityProjection } from './projections/activity/activity-projection.ts';
import { PodActivity } from './projections/activity/pod-activity.ts';
import { PodRow } from './projections/pods/pod-row.ts';
import { podsProjection } from './projections/pods/pods-projection.ts';

const name = 'pod-svc';

const schema = 'pod_svc';

/**
 * Starts the service. Its `close()` stops all pods; a kill leaves them running, to be adopted by the next start.
 *
 * @throws ConfigError that lists every bad key.
 */
export async function start(env: Environment): Promise<RunningService> {
  const config = loadPodConfig(env);
  return startService({
    name,
    config,
    connect: ({ NATS_URL: url, NATS_REPLICAS: replicas }) => connectToLog({ url, name, replicas }),
    dataSource: { schema, entities: [PodRow, PodActivity] },
    projections: ({ nats, dataSource, logger }) =>
      [podsProjection, activityProjection].map(
        (projection) => new ProjectionRunner({ nc: nats, dataSource, schema, projection, logger }),
      ),
    // A start under way is called off soon, because the pods need the time to end.
    transport: ({ nats }) => new JetStreamTransport({ nc: nats, service: name, drainSeconds: 0.5 }),
    module: () => PodSvcModule,
    closeTimeoutSeconds: 8,
  });
}
