import { derivedId, type CommandHandler, type EventLog } from '@podium/event-sourcing';
import { workState, type OutputLog } from '@podium/jetstream';
import { FailureClass } from '@podium/proto';
import { DATA_SOURCE, LOGGER, NATS, type Logger } from '@podium/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import type { NatsConnection } from 'nats';
import type { DataSource } from 'typeorm';
import type { SessionCommand } from '../domain/commands.ts';
import type { SessionState } from '../domain/session.ts';
import { nothingUsed } from '../domain/usage.ts';
import { QueuedSession } from '../projections/queue/queued-session.ts';
import { EVENT_LOG, OUTPUT_LOG, SESSION_COMMANDS } from '../tokens.ts';
import { HeldSessions } from './held-sessions.ts';

const workConsumer = 'session-svc-session-run';
/** How often a session is handed out again before it fails. */
const mostRecoveries = 5;

/** A session that has a slot and nobody who works on it. */
interface Lost {
  readonly session: QueuedSession;
  readonly problem: 'work_lost' | 'work_dropped';
  /** Of its work message; 0 where there is none. */
  readonly sequence: number;
}

/**
 * Finds sessions whose work message has gone: with a part of the stream that was lost, or acknowledged by an owner who
 * did not do the work. They are handed out again.
 */
@Injectable()
export class LostWork {
  readonly #nats: NatsConnection;
  readonly #dataSource: Pick<DataSource, 'getRepository'>;
  readonly #held: Pick<HeldSessions, 'everywhere'>;
  readonly #sessions: CommandHandler<SessionState, SessionCommand>;
  readonly #log: EventLog;
  readonly #output: OutputLog;
  readonly #logger: Logger;
  /** What looked lost the last time: between an admission and its work message everything does for a moment. */
  #suspects = new Set<string>();

  constructor(
    @Inject(NATS) nats: NatsConnection,
    @Inject(DATA_SOURCE) dataSource: Pick<DataSource, 'getRepository'>,
    @Inject(HeldSessions) held: Pick<HeldSessions, 'everywhere'>,
    @Inject(SESSION_COMMANDS) sessions: CommandHandler<SessionState, SessionCommand>,
    @Inject(EVENT_LOG) log: EventLog,
    @Inject(OUTPUT_LOG) output: OutputLog,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.#nats = nats;
    this.#dataSource = dataSource;
    this.#held = held;
    this.#sessions = sessions;
    this.#log = log;
    this.#output = output;
    this.#logger = logger;
  }

  /**
   * Hands out again what was lost at this look and at the one before.
   *
   * @returns whether there is anything that a further look has to decide.
   */
  async look(): Promise<boolean> {
    const lost = await this.#lost();
    const confirmed = lost.filter((each) => this.#suspects.has(suspicion(each)));
    this.#suspects = new Set(lost.map(suspicion));
    for (const each of confirmed) await this.#recover(each);
    return lost.length > confirmed.length;
  }

  async #lost(): Promise<Lost[]> {
    const admitted = await this.#dataSource.getRepository(QueuedSession).findBy({ status: 'admitted' });
    if (admitted.length === 0) return [];
    const held = await this.#held.everywhere();
    const lost: Lost[] = [];
    for (const session of admitted) {
      if (held.has(session.session_id)) continue;
      const address = { projectId: session.project_id, lane: 'session-run', id: session.session_id } as const;
      const work = await workState(this.#nats, address, workConsumer);
      if (work.kind === 'absent') lost.push({ session, problem: 'work_lost', sequence: 0 });
      if (work.kind === 'delivered') lost.push({ session, problem: 'work_dropped', sequence: work.sequence });
    }
    return lost;
  }

  async #recover(lost: Lost): Promise<void> {
    const { session, problem, sequence } = lost;
    const { project_id: projectId, session_id: sessionId } = session;
    const facts = await this.#log.load({ projectId, context: 'session', id: sessionId });
    const recovered = facts.filter(({ type }) => type === 'podium.session.v1.SessionRecovered').length;
    const isGivenUp = recovered >= mostRecoveries;
    this.#logger.warn({ projectId, sessionId, problem, recovered, isGivenUp }, 'Nobody works on a session');
    if (isGivenUp) return this.#giveUp(lost);
    await this.#handle(lost, { kind: 'recover', sessionId, problem }, `recover ${problem} ${sequence} ${recovered}`);
  }

  /** Whoever gets it drops it: that does not get better by itself, and a session must not wait for ever. */
  async #giveUp(lost: Lost): Promise<void> {
    const { project_id: projectId, session_id: sessionId } = lost.session;
    const owner = `reconciler-${lost.sequence}`;
    // Refused where it has no owner yet; then it can be ended without being one.
    await this.#handle(lost, { kind: 'take-over', sessionId, owner }, `own ${owner}`);
    const last = await this.#output.last(projectId, sessionId);
    const tally = { usage: nothingUsed, outputChunks: last?.chunk.number ?? 0 };
    const message = `No runner kept this session, though it was handed out ${mostRecoveries + 1} times. Look into the log of session-svc.`;
    const failure = { reason: 'internal_error', message, failureClass: FailureClass.NEEDS_PERSON };
    await this.#handle(
      lost,
      { kind: 'end', sessionId, owner, tally, ending: { kind: 'failed', ...failure } },
      `end ${owner}`,
    );
  }

  async #handle({ session }: Lost, command: SessionCommand, what: string): Promise<void> {
    const { project_id: projectId, session_id: sessionId, correlation_id: correlationId } = session;
    const id = derivedId('recovery', sessionId, session.queued_fact_id, what);
    await this.#sessions.handle({ projectId, context: 'session', id: sessionId }, command, {
      id,
      correlationId,
      actor: 'service:session-svc',
    });
  }
}

function suspicion({ session, problem, sequence }: Lost): string {
  return `${session.session_id} ${problem} ${sequence}`;
}
