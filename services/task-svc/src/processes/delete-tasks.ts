import { causedBy, derivedId, type CommandHandler } from '@podium/event-sourcing';
import { OnFact } from '@podium/jetstream';
import { projectIdOf, type Recorded } from '@podium/proto';
import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import type { TaskCommand } from '../domain/commands.ts';
import type { TaskState } from '../domain/task.ts';
import { TaskReader } from '../projections/tasks/task-reader.ts';
import { taskAggregate } from '../task-aggregate.ts';
import { TASK_COMMANDS } from '../tokens.ts';

/** Deletes the tasks of deleted projects; session-svc stops their sessions by itself. */
@Controller()
export class DeleteTasks {
  readonly #tasks: CommandHandler<TaskState, TaskCommand>;
  readonly #reader: TaskReader;

  constructor(
    @Inject(TASK_COMMANDS) tasks: CommandHandler<TaskState, TaskCommand>,
    @Inject(TaskReader) reader: TaskReader,
  ) {
    this.#tasks = tasks;
    this.#reader = reader;
  }

  @OnFact('delete-tasks', ['podium.project.v1.ProjectDeleted'])
  async projectDeleted(@Payload() deleted: Recorded<'podium.project.v1.ProjectDeleted'>): Promise<void> {
    for (const taskId of await this.#reader.idsOfProject(projectIdOf(deleted), deleted.position)) {
      await this.#tasks.handle(
        taskAggregate(deleted, taskId),
        { kind: 'delete', taskId, evenIfActive: true },
        { ...causedBy(deleted), key: derivedId(deleted.id, 'delete-task', taskId), actor: 'service:task-svc' },
      );
    }
  }
}
