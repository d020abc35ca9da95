import { randomUUID } from 'node:crypto';
import { projectIdOf, type EventEnvelope } from '@podium/proto';
import { DeliveredElsewhereError, OnWork, type DeliveryContext } from '@podium/jetstream';
import { LOGGER, type Logger } from '@podium/service-kit';
import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { HeldSessions } from '../reconciliation/held-sessions.ts';
import { AgentContacts } from './agent-contacts.ts';
import { SessionRun } from './session-run.ts';
import { SessionRunTools } from './session-run-tools.ts';

/** How many sessions one replica runs at once. A project has its own, lower limit. */
const maxSessionsPerReplica = 50;
/** How long after its owner died a session is given to another one. */
const takeOverSeconds = 10;

/**
 * Runs sessions: whoever holds a session's work message unacknowledged owns the session. A dead owner's message is
 * delivered again, and the next owner goes on where the run is.
 */
@Controller()
export class SessionRunner {
  readonly #tools: SessionRunTools;
  readonly #held: HeldSessions;
  readonly #contacts: AgentContacts;
  readonly #logger: Logger;
  /** Names this replica since its start, so that it can tell itself from its predecessor. */
  readonly #replica = randomUUID().slice(0, 8);

  constructor(
    @Inject(SessionRunTools) tools: SessionRunTools,
    @Inject(HeldSessions) held: HeldSessions,
    @Inject(AgentContacts) contacts: AgentContacts,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.#tools = tools;
    this.#held = held;
    this.#contacts = contacts;
    this.#logger = logger;
  }

  @OnWork('podium.session.v1.SessionRunRequested', {
    lane: 'session-run',
    concurrency: maxSessionsPerReplica,
    ackWaitSeconds: takeOverSeconds,
  })
  async run(
    @Payload() work: EventEnvelope<'podium.session.v1.SessionRunRequested'>,
    @Ctx() context: DeliveryContext,
  ): Promise<void> {
    const { sessionId } = work.data;
    const owner = `${this.#replica}-${context.streamSequence}-${context.deliveryCount}`;
    const startedAtMs = Date.now();
    const how = await this.#held.during(sessionId, () =>
      this.#contacts.during(projectIdOf(work), sessionId, (contact) =>
        new SessionRun(this.#tools, work, { owner, contact, drain: context.signal }).toItsEnd(),
      ),
    );
    this.#logger.info(
      { projectId: projectIdOf(work), sessionId, owner, how, durationMs: Date.now() - startedAtMs },
      'Session run',
    );
    if (how === 'left to another owner') throw new DeliveredElsewhereError(`Session ${sessionId} has another owner`);
  }
}
