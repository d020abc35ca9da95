import { derivedId, type CommandHandler } from '@podium/event-sourcing';
import type { ProjectionRunner } from '@podium/projections';
import { LOGGER, PROJECTIONS, type Logger } from '@podium/service-kit';
import { projectIdOf, type RecordedFact } from '@podium/proto';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { admissible } from '../domain/admission.ts';
import type { SessionCommand } from '../domain/commands.ts';
import type { SessionState } from '../domain/session.ts';
import { QueueReader } from '../projections/queue/queue-reader.ts';
import type { QueuedSession } from '../projections/queue/queued-session.ts';
import { SESSION_COMMANDS } from '../tokens.ts';

/** How soon the queue is looked at again after an attempt that failed, for example while the log was away. */
const retryMilliseconds = 1_000;

/** Gives free slots to queued sessions whenever the queue or the slots have changed. */
@Injectable()
export class Scheduler implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #sessions: CommandHandler<SessionState, SessionCommand>;
  readonly #projection: ProjectionRunner;
  readonly #queue: QueueReader;
  readonly #logger: Logger;
  /** Projects whose queue or slots have changed since they were looked at. */
  readonly #changed = new Set<string>();
  #running = false;
  #closed = false;
  #stopListening: () => void = () => undefined;

  constructor(
    @Inject(SESSION_COMMANDS) sessions: CommandHandler<SessionState, SessionCommand>,
    @Inject(PROJECTIONS) [projection]: readonly [ProjectionRunner],
    @Inject(QueueReader) queue: QueueReader,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.#sessions = sessions;
    this.#projection = projection;
    this.#queue = queue;
    this.#logger = logger;
  }

  async onApplicationBootstrap(): Promise<void> {
    this.#stopListening = this.#projection.onApplied((facts) =>
      this.#wake(facts.filter(concernsQueue).map(projectIdOf)),
    );
    this.#wake(await this.#queue.waitingProjects());
  }

  beforeApplicationShutdown(): void {
    this.#closed = true;
    this.#stopListening();
  }

  #wake(projectIds: readonly string[]): void {
    for (const projectId of projectIds) this.#changed.add(projectId);
    if (!this.#running) void this.#passes();
  }

  /** One project at a time; what changes meanwhile is looked at once more. */
  async #passes(): Promise<void> {
    this.#running = true;
    for (const projectId of this.#changed) {
      if (this.#closed) break;
      this.#changed.delete(projectId);
      try {
        await this.#pass(projectId);
      } catch (error) {
        this.#logger.warn({ err: error, projectId }, 'The queue could not be looked at; trying again');
        setTimeout(() => this.#wake([projectId]), retryMilliseconds).unref();
      }
    }
    this.#running = false;
  }

  async #pass(projectId: string): Promise<void> {
    const slots = await this.#queue.slots(projectId);
    const contenders = await this.#queue.contenders(projectId, slots);
    for (const session of admissible(contenders, slots)) await this.#admit(session);
  }

  async #admit(session: QueuedSession): Promise<void> {
    await this.#sessions.handle(
      { projectId: session.project_id, context: 'session', id: session.session_id },
      { kind: 'admit', sessionId: session.session_id },
      {
        id: session.queued_fact_id,
        key: derivedId(session.queued_fact_id, 'admit'),
        correlationId: session.correlation_id,
        actor: 'service:session-svc',
      },
    );
  }
}

/** Whether a fact may free a slot or ask for one. */
function concernsQueue(fact: RecordedFact): boolean {
  switch (fact.type) {
    case 'podium.session.v1.SessionQueued':
    case 'podium.session.v1.SessionCompleted':
    case 'podium.session.v1.SessionFailed':
    case 'podium.session.v1.SessionCancelled':
    case 'podium.project.v1.ProjectCreated':
    case 'podium.project.v1.ProjectEdited':
      return true;
    default:
      return false;
  }
}
