import { derivedId } from '@podium/event-sourcing';
import { OnFact, type RequestPublisher } from '@podium/jetstream';
import { projectIdOf, type Recorded } from '@podium/proto';
import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { REQUESTS } from '../tokens.ts';

/** Gives a session that was found without an owner a new work message. */
@Controller()
export class DispatchAgain {
  readonly #requests: Pick<RequestPublisher, 'publish'>;

  constructor(@Inject(REQUESTS) requests: Pick<RequestPublisher, 'publish'>) {
    this.#requests = requests;
  }

  @OnFact('dispatch-again', ['podium.session.v1.SessionRecovered'])
  async recovered(@Payload() recovered: Recorded<'podium.session.v1.SessionRecovered'>): Promise<void> {
    const { sessionId, taskId, admissionId } = recovered.data;
    await this.#requests.publish(
      { projectId: projectIdOf(recovered), id: sessionId, lane: 'session-run' },
      'podium.session.v1.SessionRunRequested',
      { sessionId, taskId },
      {
        requestId: derivedId(recovered.id, 'run'),
        correlationId: recovered.correlationid,
        // The try that it is for is told by the admission: work of a try that is over is not done any more.
        causationId: admissionId ?? recovered.id,
        actor: 'service:session-svc',
      },
    );
  }
}
