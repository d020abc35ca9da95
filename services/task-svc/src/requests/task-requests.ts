import { causedBy, type CommandHandler, type Outcome } from '@podium/event-sourcing';
import { OnRequest } from '@podium/jetstream';
import type { EventEnvelope } from '@podium/proto';
import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import type { TaskCommand } from '../domain/commands.ts';
import { dependenciesOf, type DependencyCommand, type DependencyGraph } from '../domain/dependency-graph.ts';
import type { TaskState } from '../domain/task.ts';
import { dependenciesAggregate, taskAggregate } from '../task-aggregate.ts';
import { DEPENDENCY_COMMANDS, TASK_COMMANDS } from '../tokens.ts';

/** What people ask of tasks, each as one command on the task's aggregate. */
@Controller()
export class TaskRequests {
  readonly #tasks: CommandHandler<TaskState, TaskCommand>;
  readonly #dependencies: CommandHandler<DependencyGraph, DependencyCommand>;

  constructor(
    @Inject(TASK_COMMANDS) tasks: CommandHandler<TaskState, TaskCommand>,
    @Inject(DEPENDENCY_COMMANDS) dependencies: CommandHandler<DependencyGraph, DependencyCommand>,
  ) {
    this.#tasks = tasks;
    this.#dependencies = dependencies;
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

  @OnRequest('podium.task.v1.TaskChecklistItemEditRequested')
  editChecklistItem(
    @Payload() request: EventEnvelope<'podium.task.v1.TaskChecklistItemEditRequested'>,
  ): Promise<Outcome> {
    return this.#carryOut(request, { kind: 'edit-checklist-item', ...request.data });
  }

  @OnRequest('podium.task.v1.TaskArchiveRequested')
  archive(@Payload() request: EventEnvelope<'podium.task.v1.TaskArchiveRequested'>): Promise<Outcome> {
    return this.#carryOut(request, { kind: 'archive', ...request.data });
  }

  @OnRequest('podium.task.v1.TaskUnarchiveRequested')
  async unarchive(@Payload() request: EventEnvelope<'podium.task.v1.TaskUnarchiveRequested'>): Promise<Outcome> {
    const dependsOn = await this.#dependenciesOf(request, request.data.taskId);
    return this.#carryOut(request, { kind: 'unarchive', ...request.data, dependsOn });
  }

  @OnRequest('podium.task.v1.TaskRestoreRequested')
  async restore(@Payload() request: EventEnvelope<'podium.task.v1.TaskRestoreRequested'>): Promise<Outcome> {
    const dependsOn = await this.#dependenciesOf(request, request.data.taskId);
    return this.#carryOut(request, { kind: 'restore', ...request.data, dependsOn });
  }

  @OnRequest('podium.task.v1.TaskExecuteRequested')
  execute(@Payload() request: EventEnvelope<'podium.task.v1.TaskExecuteRequested'>): Promise<Outcome> {
    return this.#carryOut(request, { kind: 'execute', ...request.data });
  }

  async #dependenciesOf(request: EventEnvelope, taskId: string): Promise<readonly string[]> {
    const { state } = await this.#dependencies.state(dependenciesAggregate(request));
    return dependenciesOf(state, taskId);
  }

  #carryOut(request: EventEnvelope, command: TaskCommand): Promise<Outcome> {
    return this.#tasks.handle(taskAggregate(request, command.taskId), command, causedBy(request));
  }
}
