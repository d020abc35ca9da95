import { derivedId, type EventLog } from '@podium/event-sourcing';
import { OnFact, OnTimer, type Timers } from '@podium/jetstream';
import { projectIdOf, type EventEnvelope, type Recorded } from '@podium/proto';
import { CONFIG } from '@podium/service-kit';
import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import type { SessionConfig } from '../config.ts';
import { foldLimits, type ProjectLimits } from '../projections/limits/project-limits.ts';
import { EVENT_LOG, TIMERS } from '../tokens.ts';
import { DueWaits } from './due-waits.ts';

/** Sets a timer for each wait of a session that a time ends, and ends the wait when the timer goes off. */
@Controller()
export class WaitTimers {
  readonly #timers: Timers;
  readonly #log: EventLog;
  readonly #due: DueWaits;
  readonly #minuteMs: number;

  constructor(
    @Inject(TIMERS) timers: Timers,
    @Inject(EVENT_LOG) log: EventLog,
    @Inject(DueWaits) due: DueWaits,
    @Inject(CONFIG) { PODIUM_MINUTE_SECONDS: minuteSeconds }: Pick<SessionConfig, 'PODIUM_MINUTE_SECONDS'>,
  ) {
    this.#timers = timers;
    this.#log = log;
    this.#due = due;
    this.#minuteMs = minuteSeconds * 1000;
  }

  @OnFact('session-timers', [
    'podium.session.v1.SessionRetryScheduled',
    'podium.session.v1.PermissionAsked',
    'podium.session.v1.QuestionAsked',
  ])
  async waits(
    @Payload()
    fact: Recorded<
      | 'podium.session.v1.SessionRetryScheduled'
      | 'podium.session.v1.PermissionAsked'
      | 'podium.session.v1.QuestionAsked'
    >,
  ): Promise<void> {
    const projectId = projectIdOf(fact);
    const { sessionId } = fact.data;
    const to = { projectId, id: sessionId };
    const from = {
      requestId: derivedId(fact.id, 'due'),
      correlationId: fact.correlationid,
      causationId: fact.id,
      actor: 'service:session-svc',
    };
    if (fact.type === 'podium.session.v1.SessionRetryScheduled') {
      const { dueAt, attempt } = fact.data;
      const request = { type: 'podium.session.v1.SessionRequeueRequested', data: { sessionId, attempt } } as const;
      return this.#timers.set(to, { name: 'retry', dueAt }, request, from);
    }
    const minutes = await this.#gateTimeoutMinutes(projectId);
    if (minutes === 0) return;
    const { gateId } = fact.data;
    const dueAt = new Date(Date.parse(fact.time) + minutes * this.#minuteMs).toISOString();
    const request = { type: 'podium.session.v1.GateTimeOutRequested', data: { sessionId, gateId } } as const;
    await this.#timers.set(to, { name: `gate-${derivedId(gateId)}`, dueAt }, request, from);
  }

  /** Read from the log: a database that is away for long must not keep timers from being set. */
  async #gateTimeoutMinutes(projectId: string): Promise<number> {
    const facts = await this.#log.load({ projectId, context: 'project', id: projectId });
    return facts.reduce<ProjectLimits | null>(foldLimits, null)?.gate_timeout_minutes ?? 0;
  }

  @OnTimer('podium.session.v1.SessionRequeueRequested')
  async retryDue(@Payload() due: EventEnvelope<'podium.session.v1.SessionRequeueRequested'>): Promise<void> {
    const { sessionId, attempt } = due.data;
    await this.#due.requeue({
      projectId: projectIdOf(due),
      sessionId,
      attempt,
      factId: due.causationid,
      correlationId: due.correlationid,
    });
  }

  /** The project's wish may have changed since the timer was set: only what is overdue now is closed. */
  @OnTimer('podium.session.v1.GateTimeOutRequested')
  async gateDue(@Payload() due: EventEnvelope<'podium.session.v1.GateTimeOutRequested'>): Promise<void> {
    await this.#due.closeGate(projectIdOf(due), due.data.sessionId, due.data.gateId);
  }
}
