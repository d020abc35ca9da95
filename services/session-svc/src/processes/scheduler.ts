import { derivedId, type CommandHandler } from '@podium/event-sourcing';
import type { ProjectionRunner } from '@podium/projections';
import { LOGGER, PROJECTIONS, type Logger } from '@podium/service-kit';
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
  #running = false;
  #again = false;
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

  onApplicationBootstrap(): void {
    this.#stopListening = this.#projection.onApplied(() => void this.#wake());
    void this.#wake();
  }

  beforeApplicationShutdown(): void {
    this.#closed = true;
    this.#stopListening();
  }

  /** One pass at a time; a wake-up during a pass leads to one more pass. */
  async #wake(): Promise<void> {
    this.#again = true;
    if (this.#running) return;
    this.#running = true;
    try {
      while (this.#again && !this.#closed) {
        this.#again = false;
        await this.#pass();
      }
    } catch (error) {
      this.#logger.warn({ err: error }, 'The queue could not be looked at; trying again');
      if (!this.#closed) setTimeout(() => void this.#wake(), retryMilliseconds).unref();
    } finally {
      this.#running = false;
    }
  }

  async #pass(): Promise<void> {
    const [queue, slots] = await Promise.all([this.#queue.all(), this.#queue.slots()]);
    for (const session of admissible(queue, slots)) await this.#admit(session);
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
