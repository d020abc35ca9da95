import { CommandHandler } from '@podium/event-sourcing';
import { JetStreamEventLog } from '@podium/jetstream';
import { NATS } from '@podium/service-kit';
import { Module } from '@nestjs/common';
import type { NatsConnection } from 'nats';
import { taskDecider } from './domain/task-decider.ts';
import { DeleteTasks } from './processes/delete-tasks.ts';
import { SampleTasks } from './processes/sample-tasks.ts';
import { TaskExecution } from './processes/task-execution.ts';
import { TaskReader } from './projections/tasks/task-reader.ts';
import { TaskRequests } from './requests/task-requests.ts';
import { TASK_COMMANDS } from './tokens.ts';

const commands = {
  provide: TASK_COMMANDS,
  useFactory: (nats: NatsConnection) =>
    new CommandHandler(new JetStreamEventLog(nats), taskDecider, { source: 'task-svc' }),
  inject: [NATS],
};

const processes = [TaskExecution, SampleTasks, DeleteTasks];

/** Decides about tasks: the board's state machine. */
@Module({ controllers: [TaskRequests, ...processes], providers: [commands, TaskReader] })
export class TaskSvcModule {}
