import { causedBy, type CommandHandler, type Outcome } from '@podium/event-sourcing';
import { OnRequest } from '@podium/jetstream';
import type { EventEnvelope } from '@podium/proto';
import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import type { SessionCommand } from '../domain/commands.ts';
import type { SessionState } from '../domain/session.ts';
import { sessionAggregate } from '../session-aggregate.ts';
import { SESSION_COMMANDS } from '../tokens.ts';

/** What people want agents to be told, while it waits for its turn. */
@Controller()
export class ConversationRequests {
  readonly #sessions: CommandHandler<SessionState, SessionCommand>;

  constructor(@Inject(SESSION_COMMANDS) sessions: CommandHandler<SessionState, SessionCommand>) {
    this.#sessions = sessions;
  }

  @OnRequest('podium.session.v1.PromptAddRequested')
  add(@Payload() request: EventEnvelope<'podium.session.v1.PromptAddRequested'>): Promise<Outcome> {
    return this.#carryOut(request, { kind: 'add-prompt', ...request.data });
  }

  @OnRequest('podium.session.v1.PromptEditRequested')
  edit(@Payload() request: EventEnvelope<'podium.session.v1.PromptEditRequested'>): Promise<Outcome> {
    return this.#carryOut(request, { kind: 'edit-prompt', ...request.data });
  }

  @OnRequest('podium.session.v1.PromptRemoveRequested')
  remove(@Payload() request: EventEnvelope<'podium.session.v1.PromptRemoveRequested'>): Promise<Outcome> {
    return this.#carryOut(request, { kind: 'remove-prompt', ...request.data });
  }

  #carryOut(request: EventEnvelope, command: SessionCommand): Promise<Outcome> {
    return this.#sessions.handle(sessionAggregate(request, command.sessionId), command, causedBy(request));
  }
}
