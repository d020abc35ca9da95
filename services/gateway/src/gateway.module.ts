import { Module } from '@nestjs/common';
import { routesOf } from './api/api-route.ts';
import { ExecutionsController } from './api/executions.controller.ts';
import { GatesController } from './api/gates.controller.ts';
import { HistoryController } from './api/history.controller.ts';
import { LogController } from './api/log.controller.ts';
import { ProjectsController } from './api/projects.controller.ts';
import { SessionsController } from './api/sessions.controller.ts';
import { SystemController } from './api/system.controller.ts';
import { TasksController } from './api/tasks.controller.ts';
import { LiveGateway } from './live/live.gateway.ts';
import { openApiDocument } from './openapi/document.ts';
import { logProviders, readProviders, writeProviders } from './providers.ts';
import { Readers } from './readers.ts';
import { OPENAPI_DOCUMENT } from './tokens.ts';

const controllers = [
  ProjectsController,
  TasksController,
  ExecutionsController,
  GatesController,
  SessionsController,
  HistoryController,
  LogController,
  SystemController,
];

/** Every route of the API. */
export const apiRoutes = routesOf(controllers);

@Module({
  controllers,
  providers: [
    ...logProviders,
    ...readProviders,
    ...writeProviders,
    Readers,
    LiveGateway,
    { provide: OPENAPI_DOCUMENT, useFactory: () => openApiDocument(apiRoutes) },
  ],
})
export class GatewayModule {}
