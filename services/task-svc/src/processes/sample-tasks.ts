import { causedBy, derivedId, type CommandHandler } from '@podium/event-sourcing';
import { OnFact } from '@podium/jetstream';
import { TaskPriority, WorkspaceSource, type Recorded } from '@podium/proto';
import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import type { TaskCommand } from '../domain/commands.ts';
import type { TaskState } from '../domain/task.ts';
import { taskAggregate } from '../task-aggregate.ts';
import { TASK_COMMANDS } from '../tokens.ts';

/** Three small tasks that fit the sample repository and show what an agent does. Ranks are fractional indexes. */
const sampleTasks = [
  {
    rank: 'a0',
    title: 'Add a README file',
    description: 'Explain what this project does, how to run it and how to test it.',
    priority: TaskPriority.HIGH,
  },
  {
    rank: 'a1',
    title: 'Run the tests and report',
    description: 'Please run `npm test` and tell what passes and what fails.',
    priority: TaskPriority.MEDIUM,
  },
  {
    rank: 'a2',
    title: 'Write a changelog',
    description: 'Start a list of what changed, newest first.',
    priority: TaskPriority.LOW,
  },
] as const;

/** Gives each new sample project its three tasks. */
@Controller()
export class SampleTasks {
  readonly #tasks: CommandHandler<TaskState, TaskCommand>;

  constructor(@Inject(TASK_COMMANDS) tasks: CommandHandler<TaskState, TaskCommand>) {
    this.#tasks = tasks;
  }

  @OnFact('sample-tasks', ['podium.project.v1.ProjectCreated'])
  async projectCreated(@Payload() created: Recorded<'podium.project.v1.ProjectCreated'>): Promise<void> {
    if (created.data.source !== WorkspaceSource.SAMPLE) return;
    for (const task of sampleTasks) {
      const taskId = derivedId(created.id, task.rank);
      await this.#tasks.handle(
        taskAggregate(created, taskId),
        { kind: 'create', taskId, ...task },
        { ...causedBy(created), key: derivedId(created.id, 'sample-task', task.rank) },
      );
    }
  }
}
