import { causedBy, type CommandHandler, type Outcome } from '@podium/event-sourcing';
import { OnRequest } from '@podium/jetstream';
import type { EventEnvelope } from '@podium/proto';
import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import type { TaskCommand } from '../domain/commands.ts';
import { cycleOf, type DependencyCommand, type DependencyGraph } from '../domain/dependency-graph.ts';
import { taskNotFound } from '../domain/refusals.ts';
import type { LiveTask, TaskState } from '../domain/task.ts';
import { dependenciesAggregate, taskAggregate } from '../task-aggregate.ts';
import { DEPENDENCY_COMMANDS, TASK_COMMANDS } from '../tokens.ts';

/** Who is to wait for whom. Only tasks that are there take part. */
@Controller()
export class DependencyRequests {
  readonly #tasks: CommandHandler<TaskState, TaskCommand>;
  readonly #dependencies: CommandHandler<DependencyGraph, DependencyCommand>;

  constructor(
    @Inject(TASK_COMMANDS) tasks: CommandHandler<TaskState, TaskCommand>,
    @Inject(DEPENDENCY_COMMANDS) dependencies: CommandHandler<DependencyGraph, DependencyCommand>,
  ) {
    this.#tasks = tasks;
    this.#dependencies = dependencies;
  }

  @OnRequest('podium.task.v1.TaskDependencyAddRequested')
  async add(@Payload() request: EventEnvelope<'podium.task.v1.TaskDependencyAddRequested'>): Promise<Outcome> {
    const { taskId, dependsOnTaskId } = request.data;
    const tasks = await Promise.all([this.#task(request, taskId), this.#task(request, dependsOnTaskId)]);
    if (tasks.includes(undefined)) return this.#notFound();
    const titles = await this.#titlesOfCycle(request, taskId, dependsOnTaskId);
    const command = { kind: 'add-dependency', taskId, dependsOnTaskId, titles } as const;
    return this.#dependencies.handle(dependenciesAggregate(request), command, causedBy(request));
  }

  @OnRequest('podium.task.v1.TaskDependencyRemoveRequested')
  async remove(@Payload() request: EventEnvelope<'podium.task.v1.TaskDependencyRemoveRequested'>): Promise<Outcome> {
    const { taskId, dependsOnTaskId } = request.data;
    // The other one may be gone: that is a reason to remove the dependency.
    if (!(await this.#task(request, taskId))) return this.#notFound();
    const command = { kind: 'remove-dependency', taskId, dependsOnTaskId } as const;
    return this.#dependencies.handle(dependenciesAggregate(request), command, causedBy(request));
  }

  async #titlesOfCycle(request: EventEnvelope, taskId: string, dependsOnTaskId: string): Promise<Map<string, string>> {
    const { state: graph } = await this.#dependencies.state(dependenciesAggregate(request));
    const ids = new Set(cycleOf(graph, taskId, dependsOnTaskId) ?? []);
    const named = [...ids].map(async (id): Promise<[string, string]> => [
      id,
      (await this.#task(request, id))?.title ?? id,
    ]);
    return new Map(await Promise.all(named));
  }

  async #task(request: EventEnvelope, taskId: string): Promise<LiveTask | undefined> {
    const { state } = await this.#tasks.state(taskAggregate(request, taskId));
    return state.kind === 'live' ? state : undefined;
  }

  #notFound(): Outcome {
    return { kind: 'rejected', rejection: taskNotFound().rejected, position: 0 };
  }
}
