import { causedBy, type CommandHandler, type Outcome } from '@podium/event-sourcing';
import { OnRequest } from '@podium/jetstream';
import { projectIdOf, type EventEnvelope } from '@podium/proto';
import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import type { SessionCommand } from '../domain/commands.ts';
import type { QueueCommand, QueueState } from '../domain/queue.ts';
import type { SessionState } from '../domain/session.ts';
import { queueAggregate, sessionAggregate } from '../session-aggregate.ts';
import { QUEUE_COMMANDS, SESSION_COMMANDS } from '../tokens.ts';

/** What people ask of a project's queue. */
@Controller()
export class QueueRequests {
  readonly #queues: CommandHandler<QueueState, QueueCommand>;
  readonly #sessions: CommandHandler<SessionState, SessionCommand>;

  constructor(
    @Inject(QUEUE_COMMANDS) queues: CommandHandler<QueueState, QueueCommand>,
    @Inject(SESSION_COMMANDS) sessions: CommandHandler<SessionState, SessionCommand>,
  ) {
    this.#queues = queues;
    this.#sessions = sessions;
  }

  @OnRequest('podium.session.v1.QueuePauseRequested')
  pause(@Payload() request: EventEnvelope<'podium.session.v1.QueuePauseRequested'>): Promise<Outcome> {
    return this.#carryOut(request, { kind: 'pause', ...request.data, projectId: projectIdOf(request) });
  }

  @OnRequest('podium.session.v1.QueueResumeRequested')
  resume(@Payload() request: EventEnvelope<'podium.session.v1.QueueResumeRequested'>): Promise<Outcome> {
    return this.#carryOut(request, { kind: 'resume', projectId: projectIdOf(request) });
  }

  @OnRequest('podium.session.v1.SessionExpediteRequested')
  expedite(@Payload() request: EventEnvelope<'podium.session.v1.SessionExpediteRequested'>): Promise<Outcome> {
    const { sessionId } = request.data;
    return this.#sessions.handle(
      sessionAggregate(request, sessionId),
      { kind: 'expedite', sessionId },
      causedBy(request),
    );
  }

  #carryOut(request: EventEnvelope, command: QueueCommand): Promise<Outcome> {
    return this.#queues.handle(queueAggregate(request), command, causedBy(request));
  }
}
