import { causedBy, derivedId, type CommandHandler } from '@podium/event-sourcing';
import { OnFact } from '@podium/jetstream';
import { FailureClass, type Recorded } from '@podium/proto';
import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import type { EndExecution, TaskCommand } from '../domain/commands.ts';
import type { TaskState } from '../domain/task.ts';
import { taskAggregate } from '../task-aggregate.ts';
import { TASK_COMMANDS } from '../tokens.ts';

type SessionEnd = Recorded<
  'podium.session.v1.SessionCompleted' | 'podium.session.v1.SessionFailed' | 'podium.session.v1.SessionCancelled'
>;

/** Takes the end of each session into its task, so that no card stays in progress without an agent. */
@Controller()
export class TaskExecution {
  readonly #tasks: CommandHandler<TaskState, TaskCommand>;

  constructor(@Inject(TASK_COMMANDS) tasks: CommandHandler<TaskState, TaskCommand>) {
    this.#tasks = tasks;
  }

  @OnFact('task-execution', [
    'podium.session.v1.SessionCompleted',
    'podium.session.v1.SessionFailed',
    'podium.session.v1.SessionCancelled',
  ])
  async sessionEnded(@Payload() end: SessionEnd): Promise<void> {
    const { taskId, sessionId } = end.data;
    await this.#tasks.handle(
      taskAggregate(end, taskId),
      { kind: 'end-execution', taskId, sessionId, ending: endingOf(end) },
      { ...causedBy(end), key: derivedId(end.id, 'end-execution'), actor: 'service:task-svc' },
    );
  }
}

function endingOf(end: SessionEnd): EndExecution['ending'] {
  switch (end.type) {
    case 'podium.session.v1.SessionCompleted':
      return { kind: 'completed' };
    case 'podium.session.v1.SessionCancelled':
      return { kind: 'stopped' };
    case 'podium.session.v1.SessionFailed':
      return {
        kind: 'failed',
        reason: end.data.reason,
        message: end.data.message,
        retryable: end.data.failureClass === FailureClass.TRANSIENT,
      };
  }
}
