import { setTimeout as pause } from 'node:timers/promises';
import { derivedId, type CommandHandler } from '@podium/event-sourcing';
import type { ProjectionRunner } from '@podium/projections';
import { CONFIG, LOGGER, PROJECTIONS, type Logger } from '@podium/service-kit';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { SessionConfig } from '../config.ts';
import { admissible, type Competitor } from '../domain/admission.ts';
import { isUsedUp, periodAt } from '../domain/budget.ts';
import type { SessionCommand } from '../domain/commands.ts';
import type { SessionState } from '../domain/session.ts';
import { QueueReader, type WaitingSession } from '../projections/queue/queue-reader.ts';
import { BudgetReader } from '../projections/usage/budget-reader.ts';
import { SESSION_COMMANDS } from '../tokens.ts';
import { concernsQueue } from './scheduler-signals.ts';

/** What changes within this time is looked at together: many sessions are queued at once where people select many. */
const gatherMilliseconds = 15;
/** How soon the queue is looked at again after an attempt that failed, for example while the log was away. */
const retryMilliseconds = 1_000;
/** How often the queue is looked at without a fact: who led before may have died between a fact and its consequence. */
const lookMilliseconds = 5_000;

/**
 * Gives free slots to queued sessions whenever the queue or the slots have changed.
 *
 * One look at a time, over all replicas, and each look sees what the ones before it admitted. So the limits hold also
 * where the order of the queue changes in the same moment.
 */
@Injectable()
export class Scheduler implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #sessions: CommandHandler<SessionState, SessionCommand>;
  readonly #projection: ProjectionRunner;
  readonly #queue: QueueReader;
  readonly #budgets: BudgetReader;
  readonly #logger: Logger;
  readonly #limit: number;
  #hasChanged = false;
  #looking: Promise<void> | undefined;
  #closed = false;
  #stopListening: () => void = () => undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(SESSION_COMMANDS) sessions: CommandHandler<SessionState, SessionCommand>,
    @Inject(PROJECTIONS) [projection]: readonly [ProjectionRunner],
    @Inject(QueueReader) queue: QueueReader,
    @Inject(BudgetReader) budgets: BudgetReader,
    @Inject(LOGGER) logger: Logger,
    @Inject(CONFIG) config: SessionConfig,
  ) {
    this.#sessions = sessions;
    this.#projection = projection;
    this.#queue = queue;
    this.#budgets = budgets;
    this.#logger = logger;
    this.#limit = config.PODIUM_MAX_SESSIONS;
  }

  onApplicationBootstrap(): void {
    this.#stopListening = this.#projection.onApplied((facts) => {
      if (facts.some(concernsQueue)) this.#wake();
    });
    this.#timer = setInterval(() => this.#wake(), lookMilliseconds);
    this.#wake();
  }

  /** Finishes the look at hand, so that the next replica begins with what it admitted. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#closed = true;
    this.#stopListening();
    clearInterval(this.#timer);
    await this.#looking;
  }

  /** What changes while it looks is looked at once more. */
  #wake(): void {
    if (this.#closed) return;
    this.#hasChanged = true;
    this.#looking ??= this.#looks().finally(() => {
      this.#looking = undefined;
      if (this.#hasChanged) this.#wake();
    });
  }

  async #looks(): Promise<void> {
    while (this.#hasChanged && !this.#closed) {
      this.#hasChanged = false;
      try {
        await this.#look();
        await pause(gatherMilliseconds);
      } catch (error) {
        this.#logger.warn({ err: error }, 'The queue could not be looked at; trying again');
        setTimeout(() => this.#wake(), retryMilliseconds).unref();
        return;
      }
    }
  }

  async #look(): Promise<void> {
    await this.#queue.exclusively(async (competitors) => {
      const admitted = admissible(await Promise.all(competitors.map((each) => this.#withinBudget(each))), this.#limit);
      await Promise.all(admitted.map((session) => this.#admit(session)));
    });
  }

  /**
   * A project that has used up its budget has no slots. The slot of the session that did it is free before anybody has
   * said so: the next one would only be stopped.
   */
  async #withinBudget(competitor: Competitor<WaitingSession>): Promise<Competitor<WaitingSession>> {
    const { project_id: projectId, slots, running, queued } = competitor;
    if (queued.length === 0 || slots <= running) return competitor;
    const use = await this.#budgets.useOf(projectId, periodAt(Date.now()));
    return use && isUsedUp(use) ? { ...competitor, slots: 0 } : competitor;
  }

  async #admit(session: WaitingSession): Promise<void> {
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
