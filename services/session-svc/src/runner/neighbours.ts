import { foldWork, isAfter, isAtWork, type SessionWork } from '@podium/board';
import type { EventLog } from '@podium/event-sourcing';
import { scanFacts } from '@podium/jetstream';
import { aggregateIdOf, type Company, type RecordedFact } from '@podium/proto';
import { LOGGER, NATS, type Logger } from '@podium/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import type { NatsConnection } from 'nats';
import { QueueReader } from '../projections/queue/queue-reader.ts';
import { EVENT_LOG } from '../tokens.ts';

/** Whose neighbours are looked for. */
export interface Own {
  readonly projectId: string;
  readonly sessionId: string;
  /** Its conversation inside the runtime. Sessions that go on in it are no strangers. */
  readonly conversation: string;
}

/** No longer than this is what happened since is read. */
const longestScanMs = 5_000;

/** Finds out who else works in the one workspace of a project, from the log. */
@Injectable()
export class Neighbours {
  readonly #nats: NatsConnection;
  readonly #log: EventLog;
  readonly #queue: QueueReader;
  readonly #logger: Logger;

  constructor(
    @Inject(NATS) nats: NatsConnection,
    @Inject(EVENT_LOG) log: EventLog,
    @Inject(QueueReader) queue: QueueReader,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.#nats = nats;
    this.#log = log;
    this.#queue = queue;
    this.#logger = logger;
  }

  /** When a session was at work itself; null where there is no such session. @throws LogUnavailableError */
  async workOf(projectId: string, sessionId: string): Promise<SessionWork | null> {
    const facts = await this.#log.load({ projectId, context: 'session', id: sessionId });
    return facts.reduce<SessionWork | null>(foldWork, null);
  }

  /**
   * The sessions of other conversations that were at work after a position, and those that still are.
   * @throws LogUnavailableError, a TimeoutError, and what the database throws
   */
  async since({ projectId, sessionId, conversation }: Own, position: number): Promise<SessionWork[]> {
    const ids = new Set<string>();
    const signal = AbortSignal.timeout(longestScanMs);
    for await (const facts of scanFacts(this.#nats, {
      projectId,
      contexts: ['session'],
      after: position,
      onUnreadable: 'placeholder',
      signal,
    })) {
      for (const fact of facts) if (isOfWork(fact)) ids.add(aggregateIdOf(fact));
    }
    signal.throwIfAborted();
    // Who has been at work since before, without a word.
    for (const { session_id: id } of await this.#queue.holdingSlots(projectId)) ids.add(id);
    ids.delete(sessionId);
    const works = await Promise.all([...ids].map((id) => this.workOf(projectId, id)));
    return works
      .filter((work) => work !== null)
      .filter((work) => work.conversation !== null && work.conversation !== conversation)
      .filter((work) => isAtWork(work) || work.turns.some((turn) => isAfter(turn, position)))
      .sort((a, b) => startOf(a) - startOf(b));
  }

  /** Who has worked in the workspace since the newest turn of a session began; undefined where nobody has. */
  async companyOf(own: Own): Promise<Company | undefined> {
    try {
      const start = (await this.workOf(own.projectId, own.sessionId))?.turns.at(-1)?.spans[0]?.from;
      if (start === undefined) return undefined;
      const others = await this.since(own, start);
      if (others.length === 0) return undefined;
      return { others: others.map(({ sessionId, taskId, title }) => ({ sessionId, taskId, title })) };
    } catch (err) {
      this.#logger.warn({ err, projectId: own.projectId }, 'Nobody knows who else works in the workspace');
      return { others: [], unknown: true };
    }
  }
}

/** Whether a session has begun or ended to work, or goes on. */
function isOfWork({ type }: RecordedFact): boolean {
  return /^podium\.session\.v1\.(SessionStarted|PromptSent|TurnEnded|SessionRetryScheduled|Session(Completed|Failed|Cancelled))$/.test(
    type,
  );
}

function startOf({ turns }: SessionWork): number {
  return turns[0]?.spans[0]?.from ?? 0;
}
