import { derivedId } from '@podium/event-sourcing';
import { OnFact, type RequestPublisher } from '@podium/jetstream';
import { projectIdOf, type Recorded } from '@podium/proto';
import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { REQUESTS } from '../tokens.ts';

/** Turns each admitted session into one work message: its holder runs the session. */
@Controller()
export class DispatchSessions {
  readonly #requests: Pick<RequestPublisher, 'publish'>;

  constructor(@Inject(REQUESTS) requests: Pick<RequestPublisher, 'publish'>) {
    this.#requests = requests;
  }

  @OnFact('dispatch-sessions', ['podium.session.v1.SessionAdmitted'])
  async admitted(@Payload() admitted: Recorded<'podium.session.v1.SessionAdmitted'>): Promise<void> {
    const { sessionId, taskId } = admitted.data;
    await this.#requests.publish(
      { projectId: projectIdOf(admitted), id: sessionId, lane: 'session-run' },
      'podium.session.v1.SessionRunRequested',
      { sessionId, taskId },
      {
        requestId: derivedId(admitted.id, 'run'),
        correlationId: admitted.correlationid,
        causationId: admitted.id,
        actor: 'service:session-svc',
      },
    );
  }
}
