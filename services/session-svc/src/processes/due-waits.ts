import { derivedId, type CommandHandler } from '@podium/event-sourcing';
import { LOGGER, type Logger } from '@podium/service-kit';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { SessionCommand } from '../domain/commands.ts';
import type { SessionState } from '../domain/session.ts';
import { LimitsReader, type WaitingGate } from '../projections/limits/limits-reader.ts';
import { SESSION_COMMANDS } from '../tokens.ts';

/** How often it is looked whether something is due that no timer has told of. */
const intervalMilliseconds = 60_000;
/** A timer is a few milliseconds late, and what handles it may be at work: that long it is left to it. */
const graceMilliseconds = 5_000;

/** A session's next try that is due. */
export interface DueRetry {
  readonly projectId: string;
  readonly sessionId: string;
  readonly attempt: number;
  /** The fact that scheduled it. */
  readonly factId: string;
  readonly correlationId: string;
}

/**
 * Ends the waits of sessions whose time has come: told by timers, and, should one have been lost, by looking at start
 * and every minute. However often it is told, a wait ends once.
 */
@Injectable()
export class DueWaits implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #sessions: CommandHandler<SessionState, SessionCommand>;
  readonly #limits: LimitsReader;
  readonly #logger: Logger;
  #interval: NodeJS.Timeout | undefined;
  #isLooking = false;

  constructor(
    @Inject(SESSION_COMMANDS) sessions: CommandHandler<SessionState, SessionCommand>,
    @Inject(LimitsReader) limits: LimitsReader,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.#sessions = sessions;
    this.#limits = limits;
    this.#logger = logger;
  }

  onApplicationBootstrap(): void {
    void this.look();
    this.#interval = setInterval(() => void this.look(), intervalMilliseconds).unref();
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.#interval);
  }

  /** Ends every wait that is overdue. What can't be read or written now is looked at again the next time. */
  async look(nowMs: number = Date.now()): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    try {
      const untilMs = nowMs - graceMilliseconds;
      for (const row of await this.#limits.dueRetries(untilMs)) {
        if (row.attempt === null || row.retry_fact_id === null) continue;
        const { project_id: projectId, session_id: sessionId, attempt } = row;
        const { retry_fact_id: factId, correlation_id: correlationId } = row;
        this.#logger.warn({ projectId, sessionId, attempt }, 'No timer told of a try that is due');
        await this.requeue({ projectId, sessionId, attempt, factId, correlationId });
      }
      for (const gate of await this.#limits.overdueGates(untilMs)) await this.#close(gate);
    } catch (error) {
      this.#logger.warn({ err: error }, 'It could not be seen what is due; looking again in a minute');
    } finally {
      this.#isLooking = false;
    }
  }

  /** The session waits for a slot again, unless that was overtaken by something else. */
  async requeue({ projectId, sessionId, attempt, factId, correlationId }: DueRetry): Promise<void> {
    await this.#sessions.handle(
      { projectId, context: 'session', id: sessionId },
      { kind: 'requeue', sessionId, attempt },
      { id: factId, key: derivedId(factId, 'requeue'), correlationId, actor: 'service:session-svc' },
    );
  }

  /** Closes a gate if it is overdue by what the project wants now. What can't be seen now is seen by `look` later. */
  async closeGate(projectId: string, sessionId: string, gateId: string): Promise<void> {
    try {
      const gates = await this.#limits.overdueGates(Date.now());
      const gate = gates.find((each) => each.sessionId === sessionId && each.gateId === gateId);
      if (gate) await this.#close(gate);
    } catch (error) {
      this.#logger.warn({ err: error, projectId, sessionId, gateId }, 'It could not be seen whether a gate is overdue');
    }
  }

  async #close({ projectId, sessionId, gateId, factId, correlationId }: WaitingGate): Promise<void> {
    await this.#sessions.handle(
      { projectId, context: 'session', id: sessionId },
      { kind: 'time-out-gate', sessionId, gateId },
      { id: factId, key: derivedId(factId, 'time-out'), correlationId, actor: 'service:session-svc' },
    );
  }
}
