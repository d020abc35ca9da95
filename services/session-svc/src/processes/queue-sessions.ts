import { causedBy, derivedId, type CommandHandler } from '@podium/event-sourcing';
import { OnFact } from '@podium/jetstream';
import { SessionPhase, projectIdOf, type Recorded } from '@podium/proto';
import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import type { SessionCommand } from '../domain/commands.ts';
import type { SessionState } from '../domain/session.ts';
import { QueueReader } from '../projections/queue/queue-reader.ts';
import { sessionAggregate } from '../session-aggregate.ts';
import { SESSION_COMMANDS } from '../tokens.ts';

/** Queues a session for each execution of a task, and stops the sessions of deleted projects. */
@Controller()
export class QueueSessions {
  readonly #sessions: CommandHandler<SessionState, SessionCommand>;
  readonly #queue: QueueReader;

  constructor(
    @Inject(SESSION_COMMANDS) sessions: CommandHandler<SessionState, SessionCommand>,
    @Inject(QueueReader) queue: QueueReader,
  ) {
    this.#sessions = sessions;
    this.#queue = queue;
  }

  @OnFact('queue-sessions', ['podium.task.v1.TaskExecutionStarted'])
  async executionStarted(@Payload() started: Recorded<'podium.task.v1.TaskExecutionStarted'>): Promise<void> {
    const { sessionId, taskId, title, prompt } = started.data;
    await this.#sessions.handle(
      sessionAggregate(started, sessionId),
      {
        kind: 'queue',
        sessionId,
        taskId,
        title,
        prompt,
        phase: SessionPhase.IMPLEMENTATION,
        requestedBy: started.actor,
      },
      { ...causedBy(started), key: derivedId(started.id, 'queue'), actor: 'service:session-svc' },
    );
  }

  @OnFact('stop-sessions-of-deleted-projects', ['podium.project.v1.ProjectDeleted'])
  async projectDeleted(@Payload() deleted: Recorded<'podium.project.v1.ProjectDeleted'>): Promise<void> {
    const sessions = await this.#queue.ofProject(projectIdOf(deleted), deleted.position);
    for (const { session_id: sessionId, task_id: taskId } of sessions) {
      await this.#sessions.handle(
        sessionAggregate(deleted, sessionId),
        { kind: 'stop', sessionId, taskId, reason: 'project_deleted' },
        { ...causedBy(deleted), key: derivedId(deleted.id, 'stop', sessionId), actor: 'service:session-svc' },
      );
    }
  }
}
