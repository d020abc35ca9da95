import { connectToLog } from '@podium/jetstream';
import { ProjectionRunner } from '@podium/projections';
import { startService, type Environment, type RunningService } from '@podium/service-kit';
import { bodyDepthCheck } from './api/body-depth.ts';
import { BodyKinds, mediaTypeCheck } from './api/media-type.ts';
import { gatewayProblems } from './api/problems.ts';
import { methodCheck } from './api/route-guard.ts';
import { writeLimit } from './api/write-limit.ts';
import { gatewayConfig } from './config.ts';
import { openDoor } from './door.ts';
import { apiRoutes, GatewayModule } from './gateway.module.ts';
import { doorKeeper } from './identity/door-keeper.ts';
import { EndedSignIns } from './identity/ended-sign-ins.ts';
import { OpenConnections } from './live/open-connections.ts';
import { SocketAdapter } from './live/socket-adapter.ts';
import { gatewayGauges } from './metrics/gauges.ts';
import { readModel, readModelEntities, schema } from './projections/read-model.ts';
import { WebProxy } from './web-proxy/web-proxy.ts';

const name = 'gateway';

/** Starts the gateway. @throws ConfigError that lists every bad key. */
export async function start(env: Environment): Promise<RunningService> {
  const config = gatewayConfig(env);
  const bodyKinds = new BodyKinds(apiRoutes);
  return startService({
    name,
    config,
    connect: ({ NATS_URL: url, NATS_REPLICAS: replicas }) => connectToLog({ url, name, replicas }),
    dataSource: { schema, entities: readModelEntities, poolSize: 8 },
    projections: ({ nats, dataSource, logger }) => [
      new ProjectionRunner({ nc: nats, dataSource, schema, projection: readModel, logger }),
    ],
    module: () => GatewayModule,
    gauges: gatewayGauges,
    configure: (app, { logger }) => {
      const keeper = doorKeeper(config, app.get(EndedSignIns), logger);
      const web = new WebProxy(config.WEB_URL, (error) => logger.debug({ err: error }, 'web is not there'));
      // Nothing of the API is kept by a cache, so nobody ever asks whether it has changed.
      app.disable('etag');
      app.useWebSocketAdapter(new SocketAdapter(app, keeper.guard, app.get(OpenConnections)));
      app.use('/api', methodCheck(apiRoutes));
      app.use('/api', mediaTypeCheck(bodyKinds));
      app.use('/api', bodyDepthCheck);
      app.use('/api', writeLimit(config.PODIUM_WRITES_PER_SECOND));
      openDoor(app.getHttpServer(), { ...keeper, web, logger });
    },
    isJsonBody: (request) => bodyKinds.isJson(request),
    problems: gatewayProblems,
    closeTimeoutSeconds: config.PODIUM_CLOSE_SECONDS,
  });
}
