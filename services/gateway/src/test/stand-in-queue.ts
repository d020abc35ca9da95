import { fact, reject, type NewFact, type Rejected } from '@podium/event-sourcing';
import type { EventEnvelope, RecordedFact, RequestType } from '@podium/proto';

/** What the stand-in knows of an aggregate that has to do with a queue. */
export interface QueueStandIn {
  readonly paused: boolean;
  readonly waitingTaskId: string | null;
}

export const noQueue: QueueStandIn = { paused: false, waitingTaskId: null };

export function evolveQueueStandIn(state: QueueStandIn, { type, data }: RecordedFact): QueueStandIn {
  switch (type) {
    case 'podium.session.v1.QueuePaused':
      return { ...state, paused: true };
    case 'podium.session.v1.QueueResumed':
      return { ...state, paused: false };
    case 'podium.session.v1.SessionQueued':
      return { ...state, waitingTaskId: data.taskId };
    case 'podium.session.v1.SessionAdmitted':
      return { ...state, waitingTaskId: null };
    default:
      return state;
  }
}

type Request = { [T in RequestType]: EventEnvelope<T> }[RequestType];

/** Undefined for requests about something else. */
export function decideQueueStandIn(
  state: QueueStandIn & { readonly exists: boolean },
  request: Request,
): readonly NewFact[] | Rejected | undefined {
  switch (request.type) {
    case 'podium.session.v1.QueuePauseRequested':
      return state.paused ? [] : [fact('podium.session.v1.QueuePaused', request.data)];
    case 'podium.session.v1.QueueResumeRequested':
      return state.paused ? [fact('podium.session.v1.QueueResumed', request.data)] : [];
    case 'podium.session.v1.SessionExpediteRequested': {
      if (!state.exists) return reject('session_not_found', 'There is no such session.');
      if (!state.waitingTaskId) return reject('session_not_queued', 'The session does not wait for a slot.');
      const { sessionId } = request.data;
      return [fact('podium.session.v1.SessionExpedited', { sessionId, taskId: state.waitingTaskId })];
    }
    default:
      return undefined;
  }
}
