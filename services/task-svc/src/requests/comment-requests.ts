import { causedBy, type CommandHandler, type Outcome } from '@podium/event-sourcing';
import { OnRequest } from '@podium/jetstream';
import type { EventEnvelope } from '@podium/proto';
import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import type { TaskCommand } from '../domain/commands.ts';
import type { TaskState } from '../domain/task.ts';
import { taskAggregate } from '../task-aggregate.ts';
import { TASK_COMMANDS } from '../tokens.ts';

/** What people ask of comments and files, each as one command on the aggregate of their task. */
@Controller()
export class CommentRequests {
  readonly #tasks: CommandHandler<TaskState, TaskCommand>;

  constructor(@Inject(TASK_COMMANDS) tasks: CommandHandler<TaskState, TaskCommand>) {
    this.#tasks = tasks;
  }

  @OnRequest('podium.task.v1.CommentAddRequested')
  add(@Payload() request: EventEnvelope<'podium.task.v1.CommentAddRequested'>): Promise<Outcome> {
    return this.#carryOut(request, { kind: 'add-comment', ...request.data });
  }

  @OnRequest('podium.task.v1.CommentEditRequested')
  edit(@Payload() request: EventEnvelope<'podium.task.v1.CommentEditRequested'>): Promise<Outcome> {
    return this.#carryOut(request, { kind: 'edit-comment', ...request.data });
  }

  @OnRequest('podium.task.v1.CommentDeleteRequested')
  delete(@Payload() request: EventEnvelope<'podium.task.v1.CommentDeleteRequested'>): Promise<Outcome> {
    return this.#carryOut(request, { kind: 'delete-comment', ...request.data });
  }

  @OnRequest('podium.task.v1.CommentRestoreRequested')
  restore(@Payload() request: EventEnvelope<'podium.task.v1.CommentRestoreRequested'>): Promise<Outcome> {
    return this.#carryOut(request, { kind: 'restore-comment', ...request.data });
  }

  @OnRequest('podium.task.v1.TaskAttachmentAddRequested')
  attach(@Payload() request: EventEnvelope<'podium.task.v1.TaskAttachmentAddRequested'>): Promise<Outcome> {
    return this.#carryOut(request, { kind: 'add-attachment', ...request.data });
  }

  @OnRequest('podium.task.v1.TaskAttachmentRemoveRequested')
  detach(@Payload() request: EventEnvelope<'podium.task.v1.TaskAttachmentRemoveRequested'>): Promise<Outcome> {
    return this.#carryOut(request, { kind: 'remove-attachment', ...request.data });
  }

  #carryOut(request: EventEnvelope, command: TaskCommand): Promise<Outcome> {
    return this.#tasks.handle(taskAggregate(request, command.taskId), command, causedBy(request));
  }
}
