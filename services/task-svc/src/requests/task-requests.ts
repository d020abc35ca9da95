import { causedBy, type CommandHandler, type Outcome } from '@podium/event-sourcing';
import { OnRequest } from '@podium/jetstream';
import type { EventEnvelope } from '@podium/proto';
import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import type { TaskCommand } from '../domain/commands.ts';
import type { TaskState } from '../domain/task.ts';
import { taskAggregate } from '../task-aggregate.ts';
import { TASK_COMMANDS } from '../tokens.ts';

/** What people ask of tasks, each as one command on the task's aggregate. */
@Controller()
export class TaskRequests {
  readonly #tasks: CommandHandler<TaskState, TaskCommand>;

  constructor(@Inject(TASK_COMMANDS) tasks: CommandHandler<TaskState, TaskCommand>) {
    this.#tasks = tasks;
  }

  @OnRequest('podium.task.v1.TaskCreateRequested')
  create(@Payload() request: EventEnvelope<'podium.task.v1.TaskCreateRequested'>): Promise<Outcome> {
    return this.#carryOut(request, { kind: 'create', ...request.data });
  }

  @OnRequest('podium.task.v1.TaskEditRequested')
  edit(@Payload() request: EventEnvelope<'podium.task.v1.TaskEditRequested'>): Promise<Outcome> {
    return this.#carryOut(request, { kind: 'edit', ...request.data });
  }

  @OnRequest('podium.task.v1.TaskMoveRequested')
  move(@Payload() request: EventEnvelope<'podium.task.v1.TaskMoveRequested'>): Promise<Outcome> {
    return this.#carryOut(request, { kind: 'move', ...request.data });
  }

  @OnRequest('podium.task.v1.TaskDeleteRequested')
  delete(@Payload() request: EventEnvelope<'podium.task.v1.TaskDeleteRequested'>): Promise<Outcome> {
    return this.#carryOut(request, { kind: 'delete', ...request.data });
  }

  @OnRequest('podium.task.v1.TaskExecuteRequested')
  execute(@Payload() request: EventEnvelope<'podium.task.v1.TaskExecuteRequested'>): Promise<Outcome> {
    return this.#carryOut(request, { kind: 'execute', ...request.data });
  }

  #carryOut(request: EventEnvelope, command: TaskCommand): Promise<Outcome> {
    return this.#tasks.handle(taskAggregate(request, command.taskId), command, causedBy(request));
  }
}
