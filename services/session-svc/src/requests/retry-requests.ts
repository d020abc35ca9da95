import { causedBy, type CommandHandler, type Outcome } from '@podium/event-sourcing';
import { OnRequest } from '@podium/jetstream';
import type { EventEnvelope } from '@podium/proto';
import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import type { SessionCommand } from '../domain/commands.ts';
import type { SessionState } from '../domain/session.ts';
import { sessionAggregate } from '../session-aggregate.ts';
import { SESSION_COMMANDS } from '../tokens.ts';

/** What people ask of sessions that wait for their next try. */
@Controller()
export class RetryRequests {
  readonly #sessions: CommandHandler<SessionState, SessionCommand>;

  constructor(@Inject(SESSION_COMMANDS) sessions: CommandHandler<SessionState, SessionCommand>) {
    this.#sessions = sessions;
  }

  @OnRequest('podium.session.v1.SessionRetryRequested')
  retryNow(@Payload() request: EventEnvelope<'podium.session.v1.SessionRetryRequested'>): Promise<Outcome> {
    return this.#carryOut(request, { kind: 'retry-now', ...request.data });
  }

  @OnRequest('podium.session.v1.SessionGiveUpRequested')
  giveUp(@Payload() request: EventEnvelope<'podium.session.v1.SessionGiveUpRequested'>): Promise<Outcome> {
    return this.#carryOut(request, { kind: 'give-up', ...request.data });
  }

  #carryOut(request: EventEnvelope, command: SessionCommand): Promise<Outcome> {
    return this.#sessions.handle(sessionAggregate(request, command.sessionId), command, causedBy(request));
  }
}
