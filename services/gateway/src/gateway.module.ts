import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ActivityController } from './api/activity.controller.ts';
import { AttachmentsController } from './api/attachments.controller.ts';
import { BoardSettingsController } from './api/board-settings.controller.ts';
import { BulkController } from './api/bulk.controller.ts';
import { ChangesController } from './api/changes.controller.ts';
import { ChecklistController } from './api/checklist.controller.ts';
import { CommentsController } from './api/comments.controller.ts';
import { DependenciesController } from './api/dependencies.controller.ts';
import { routesOf } from './api/api-route.ts';
import { ExecutionsController } from './api/executions.controller.ts';
import { GatesController } from './api/gates.controller.ts';
import { HistoryController } from './api/history.controller.ts';
import { InboxController } from './api/inbox.controller.ts';
import { LogController } from './api/log.controller.ts';
import { ProjectsController } from './api/projects.controller.ts';
import { MeController } from './api/me.controller.ts';
import { MembersController } from './api/members.controller.ts';
import { OffersController } from './api/offers.controller.ts';
import { PromptsController } from './api/prompts.controller.ts';
import { RevertsController } from './api/reverts.controller.ts';
import { ReadLimitGuard } from './api/read-limit.guard.ts';
import { StreamLimitGuard } from './api/stream-limit.guard.ts';
import { RetryController } from './api/retry.controller.ts';
import { AllowedActionsController } from './api/allowed-actions.controller.ts';
import { QueueController } from './api/queue.controller.ts';
import { SessionsController } from './api/sessions.controller.ts';
import { SystemController } from './api/system.controller.ts';
import { TaskStatesController } from './api/task-states.controller.ts';
import { TasksController } from './api/tasks.controller.ts';
import { UsageController } from './api/usage.controller.ts';
import { WorkspaceController } from './api/workspace.controller.ts';
import { AccessGuard } from './members/access.guard.ts';
import { LiveGateway } from './live/live.gateway.ts';
import { openApiDocument } from './openapi/document.ts';
import { logProviders, readProviders, writeProviders } from './providers.ts';
import { Readers } from './readers.ts';
import { OPENAPI_DOCUMENT } from './tokens.ts';

const controllers = [
  ProjectsController,
  BoardSettingsController,
  MembersController,
  // Before what has any task's id at its place.
  BulkController,
  TasksController,
  TaskStatesController,
  ChecklistController,
  DependenciesController,
  CommentsController,
  AttachmentsController,
  ExecutionsController,
  GatesController,
  RetryController,
  SessionsController,
  QueueController,
  AllowedActionsController,
  UsageController,
  PromptsController,
  RevertsController,
  OffersController,
  WorkspaceController,
  ActivityController,
  ChangesController,
  InboxController,
  HistoryController,
  LogController,
  SystemController,
  MeController,
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
    { provide: APP_GUARD, useClass: ReadLimitGuard },
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_GUARD, useClass: StreamLimitGuard },
    { provide: OPENAPI_DOCUMENT, useFactory: () => openApiDocument(apiRoutes) },
  ],
})
export class GatewayModule {}
