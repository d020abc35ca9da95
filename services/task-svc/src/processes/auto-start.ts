import { causedBy, derivedId, type CommandHandler, type EventLog } from '@podium/event-sourcing';
import { OnFact } from '@podium/jetstream';
import { projectIdOf, TaskStatus, type Recorded } from '@podium/proto';
import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import type { TaskCommand } from '../domain/commands.ts';
import {
  dependantsOf,
  dependenciesOf,
  type DependencyCommand,
  type DependencyGraph,
} from '../domain/dependency-graph.ts';
import type { TaskState } from '../domain/task.ts';
import { dependenciesAggregate, taskAggregate } from '../task-aggregate.ts';
import { DEPENDENCY_COMMANDS, EVENT_LOG, TASK_COMMANDS } from '../tokens.ts';

/** What may have been the last thing that a task waited for. */
type Release = Recorded<
  | 'podium.task.v1.TaskMoved'
  | 'podium.task.v1.TaskExecutionCompleted'
  | 'podium.task.v1.TaskDeleted'
  | 'podium.task.v1.TaskArchived'
  | 'podium.task.v1.TaskDependencyRemoved'
  | 'podium.task.v1.TaskEdited'
>;

/**
 * Executes tasks that are to start by themselves, when the last task that they wait for is done or gone. It is what
 * happens to the others that starts a task: one that failed or was stopped does not start itself again.
 */
@Controller()
export class AutoStart {
  readonly #tasks: CommandHandler<TaskState, TaskCommand>;
  readonly #dependencies: CommandHandler<DependencyGraph, DependencyCommand>;
  readonly #log: Pick<EventLog, 'load'>;

  constructor(
    @Inject(TASK_COMMANDS) tasks: CommandHandler<TaskState, TaskCommand>,
    @Inject(DEPENDENCY_COMMANDS) dependencies: CommandHandler<DependencyGraph, DependencyCommand>,
    @Inject(EVENT_LOG) log: Pick<EventLog, 'load'>,
  ) {
    this.#log = log;
    this.#tasks = tasks;
    this.#dependencies = dependencies;
  }

  @OnFact('auto-start', [
    'podium.task.v1.TaskMoved',
    'podium.task.v1.TaskExecutionCompleted',
    'podium.task.v1.TaskDeleted',
    'podium.task.v1.TaskArchived',
    'podium.task.v1.TaskDependencyRemoved',
    'podium.task.v1.TaskEdited',
  ])
  async released(@Payload() release: Release): Promise<void> {
    if (!mayRelease(release)) return;
    const { state: graph } = await this.#dependencies.state(dependenciesAggregate(release));
    for (const taskId of candidates(release, graph)) {
      const dependencies = dependenciesOf(graph, taskId);
      if (dependencies.length === 0 || !(await this.#areDone(release, dependencies))) continue;
      if (await this.#isProjectDeleted(projectIdOf(release))) return;
      await this.#tasks.handle(
        taskAggregate(release, taskId),
        { kind: 'auto-start', taskId, sessionId: derivedId(release.id, 'auto-start', taskId) },
        { ...causedBy(release), key: derivedId(release.id, 'auto-start-task', taskId), actor: 'service:task-svc' },
      );
    }
  }

  /** The tasks of a deleted project are deleted one after the other; none of them releases another one. */
  async #isProjectDeleted(projectId: string): Promise<boolean> {
    const facts = await this.#log.load({ projectId, context: 'project', id: projectId });
    return facts.some(({ type }) => type === 'podium.project.v1.ProjectDeleted');
  }

  /** Tasks that were deleted or put away hold nothing up. */
  async #areDone(release: Release, taskIds: readonly string[]): Promise<boolean> {
    for (const taskId of taskIds) {
      const { state } = await this.#tasks.state(taskAggregate(release, taskId));
      if (state.kind === 'live' && state.archivedAt === null && state.status !== TaskStatus.DONE) return false;
    }
    return true;
  }
}

function mayRelease(release: Release): boolean {
  switch (release.type) {
    case 'podium.task.v1.TaskMoved':
      return release.data.from !== release.data.to && release.data.to === TaskStatus.DONE;
    case 'podium.task.v1.TaskExecutionCompleted':
      return release.data.to === TaskStatus.DONE;
    case 'podium.task.v1.TaskEdited':
      return release.data.properties?.autoStart === true;
    default:
      return true;
  }
}

function candidates(release: Release, graph: DependencyGraph): readonly string[] {
  const { taskId } = release.data;
  const isAboutItself =
    release.type === 'podium.task.v1.TaskEdited' || release.type === 'podium.task.v1.TaskDependencyRemoved';
  return isAboutItself ? [taskId] : dependantsOf(graph, taskId);
}
