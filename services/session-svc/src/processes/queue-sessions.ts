import { setImmediate } from 'node:timers/promises';
import { causedBy, derivedId, type CommandHandler, type EventLog } from '@podium/event-sourcing';
import { OnFact } from '@podium/jetstream';
import {
  SessionPhase,
  SessionPriority,
  TaskPriority,
  projectIdOf,
  type Recorded,
  type RecordedFact,
} from '@podium/proto';
import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import type { SessionCommand } from '../domain/commands.ts';
import type { SessionState } from '../domain/session.ts';
import { QueueReader } from '../projections/queue/queue-reader.ts';
import { sessionAggregate } from '../session-aggregate.ts';
import { EVENT_LOG, SESSION_COMMANDS } from '../tokens.ts';

const priorities: Record<TaskPriority, SessionPriority> = {
  [TaskPriority.UNSPECIFIED]: SessionPriority.UNSPECIFIED,
  [TaskPriority.LOW]: SessionPriority.LOW,
  [TaskPriority.MEDIUM]: SessionPriority.MEDIUM,
  [TaskPriority.HIGH]: SessionPriority.HIGH,
  [TaskPriority.URGENT]: SessionPriority.URGENT,
};

/** Queues a session for each execution of a task, and stops the sessions of deleted projects. */
@Controller()
export class QueueSessions {
  readonly #sessions: CommandHandler<SessionState, SessionCommand>;
  readonly #queue: Pick<QueueReader, 'ofProject'>;
  readonly #log: EventLog;
  /** Looks at projects that are about to begin: all who ask before then share one. */
  readonly #looks = new Map<string, Promise<boolean>>();

  constructor(
    @Inject(SESSION_COMMANDS) sessions: CommandHandler<SessionState, SessionCommand>,
    @Inject(QueueReader) queue: Pick<QueueReader, 'ofProject'>,
    @Inject(EVENT_LOG) log: EventLog,
  ) {
    this.#sessions = sessions;
    this.#queue = queue;
    this.#log = log;
  }

  @OnFact('queue-sessions', ['podium.task.v1.TaskExecutionStarted'])
  async executionStarted(@Payload() started: Recorded<'podium.task.v1.TaskExecutionStarted'>): Promise<void> {
    const { sessionId, taskId, title, prompt, priority, options, continues } = started.data;
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
        priority: priorities[priority],
        options,
        continues,
      },
      { ...causedBy(started), key: derivedId(started.id, 'queue'), actor: 'service:session-svc' },
      { isNew: true },
    );
    if (await this.#isDeleted(projectIdOf(started))) await this.#stop(started, sessionId, taskId);
  }

  @OnFact('stop-sessions-of-deleted-projects', ['podium.project.v1.ProjectDeleted'])
  async projectDeleted(@Payload() deleted: Recorded<'podium.project.v1.ProjectDeleted'>): Promise<void> {
    const sessions = await this.#queue.ofProject(projectIdOf(deleted), deleted.position);
    for (const { session_id: sessionId, task_id: taskId } of sessions) {
      await this.#stop(deleted, sessionId, taskId);
    }
  }

  /**
   * Asked after the session was queued: a deletion that comes later finds the session by itself. In the log, because
   * the queue's rows may be behind.
   */
  #isDeleted(projectId: string): Promise<boolean> {
    let look = this.#looks.get(projectId);
    if (!look) this.#looks.set(projectId, (look = this.#lookAtProject(projectId)));
    return look;
  }

  async #lookAtProject(projectId: string): Promise<boolean> {
    await setImmediate();
    this.#looks.delete(projectId);
    const facts = await this.#log.load({ projectId, context: 'project', id: projectId });
    return facts.at(-1)?.type === 'podium.project.v1.ProjectDeleted';
  }

  async #stop(cause: RecordedFact, sessionId: string, taskId: string): Promise<void> {
    await this.#sessions.handle(
      sessionAggregate(cause, sessionId),
      { kind: 'stop', sessionId, taskId, reason: 'project_deleted' },
      { ...causedBy(cause), key: derivedId(cause.id, 'stop', sessionId), actor: 'service:session-svc' },
    );
  }
}
