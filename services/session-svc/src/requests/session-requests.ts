import { causedBy, type CommandHandler, type Outcome } from '@podium/event-sourcing';
import { OnRequest } from '@podium/jetstream';
import type { EventEnvelope } from '@podium/proto';
import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import type { SessionCommand } from '../domain/commands.ts';
import type { SessionState } from '../domain/session.ts';
import { sessionAggregate } from '../session-aggregate.ts';
import { SESSION_COMMANDS } from '../tokens.ts';

/** What people ask of sessions, each as one command on the session's aggregate. */
@Controller()
export class SessionRequests {
  readonly #sessions: CommandHandler<SessionState, SessionCommand>;

  constructor(@Inject(SESSION_COMMANDS) sessions: CommandHandler<SessionState, SessionCommand>) {
    this.#sessions = sessions;
  }

  @OnRequest('podium.session.v1.SessionStopRequested')
  stop(@Payload() request: EventEnvelope<'podium.session.v1.SessionStopRequested'>): Promise<Outcome> {
    return this.#carryOut(request, { kind: 'stop', ...request.data, reason: 'stopped' });
  }

  @OnRequest('podium.session.v1.PermissionAnswerRequested')
  answerPermission(@Payload() request: EventEnvelope<'podium.session.v1.PermissionAnswerRequested'>): Promise<Outcome> {
    return this.#carryOut(request, { kind: 'answer-permission', ...request.data });
  }

  @OnRequest('podium.session.v1.QuestionAnswerRequested')
  answerQuestion(@Payload() request: EventEnvelope<'podium.session.v1.QuestionAnswerRequested'>): Promise<Outcome> {
    return this.#carryOut(request, { kind: 'answer-question', ...request.data });
  }

  #carryOut(request: EventEnvelope, command: SessionCommand): Promise<Outcome> {
    return this.#sessions.handle(sessionAggregate(request, command.sessionId), command, causedBy(request));
  }
}
