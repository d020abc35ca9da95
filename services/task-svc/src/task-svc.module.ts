import { CommandHandler } from '@podium/event-sourcing';
import { AttachmentStore, JetStreamEventLog, snapshotsOn } from '@podium/jetstream';
import { LOGGER, NATS, type Logger } from '@podium/service-kit';
import { Module } from '@nestjs/common';
import type { NatsConnection } from 'nats';
import { dependencyDecider } from './domain/dependency-graph.ts';
import { taskDecider } from './domain/task-decider.ts';
import { AutoStart } from './processes/auto-start.ts';
import { DeleteAttachments } from './processes/delete-attachments.ts';
import { DeleteTasks } from './processes/delete-tasks.ts';
import { SampleTasks } from './processes/sample-tasks.ts';
import { TaskExecution } from './processes/task-execution.ts';
import { TaskReader } from './projections/tasks/task-reader.ts';
import { CommentRequests } from './requests/comment-requests.ts';
import { DependencyRequests } from './requests/dependency-requests.ts';
import { TaskRequests } from './requests/task-requests.ts';
import { ATTACHMENTS, DEPENDENCY_COMMANDS, EVENT_LOG, TASK_COMMANDS } from './tokens.ts';

const domain = new URL('./domain/', import.meta.url);

const commands = {
  provide: TASK_COMMANDS,
  useFactory: (nats: NatsConnection, logger: Logger) =>
    new CommandHandler(new JetStreamEventLog(nats), taskDecider, {
      source: 'task-svc',
      snapshots: snapshotsOn(nats, domain, logger),
    }),
  inject: [NATS, LOGGER],
};

const dependencyCommands = {
  provide: DEPENDENCY_COMMANDS,
  useFactory: (nats: NatsConnection, logger: Logger) =>
    new CommandHandler(new JetStreamEventLog(nats), dependencyDecider, {
      source: 'task-svc',
      snapshots: snapshotsOn(nats, domain, logger),
    }),
  inject: [NATS, LOGGER],
};

const eventLog = {
  provide: EVENT_LOG,
  useFactory: (nats: NatsConnection) => new JetStreamEventLog(nats),
  inject: [NATS],
};

const attachments = {
  provide: ATTACHMENTS,
  useFactory: (nats: NatsConnection) => new AttachmentStore(nats),
  inject: [NATS],
};

const requests = [TaskRequests, DependencyRequests, CommentRequests];

const processes = [AutoStart, DeleteAttachments, TaskExecution, SampleTasks, DeleteTasks];

/** Decides about tasks: the board's state machine. */
@Module({
  controllers: [...requests, ...processes],
  providers: [commands, dependencyCommands, eventLog, attachments, TaskReader],
})
export class TaskSvcModule {}
