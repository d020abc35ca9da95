import { fact, reject, type Decider } from '@podium/event-sourcing';
import type { RecordedFact } from '@podium/proto';

/** A project's queue as a whole, beside the sessions in it. */
export interface QueueState {
  readonly paused: boolean;
}

/** A person wants no more sessions of the project to begin. */
export interface PauseQueue {
  readonly kind: 'pause';
  readonly projectId: string;
  readonly reason?: string | undefined;
}

/** A person wants sessions of the project to begin again. */
export interface ResumeQueue {
  readonly kind: 'resume';
  readonly projectId: string;
}

export type QueueCommand = PauseQueue | ResumeQueue;

const longestReason = 200;

/** A queue is paused or it is not; asking for what it is already changes nothing. */
export const queueDecider: Decider<QueueState, QueueCommand> = {
  initialState: { paused: false },
  evolve: evolveQueue,
  decide(state, command) {
    const { projectId } = command;
    if (command.kind === 'resume') return state.paused ? [fact('podium.session.v1.QueueResumed', { projectId })] : [];
    if (state.paused) return [];
    const reason = command.reason?.trim();
    if (reason && reason.length > longestReason) return reject('invalid', 'A reason may have up to 200 characters.');
    return [fact('podium.session.v1.QueuePaused', { projectId, ...(reason ? { reason } : {}) })];
  },
};

/** Folds one fact into the queue's state; other facts leave it as it is. */
export function evolveQueue(state: QueueState, { type }: RecordedFact): QueueState {
  switch (type) {
    case 'podium.session.v1.QueuePaused':
      return { paused: true };
    case 'podium.session.v1.QueueResumed':
      return { paused: false };
    default:
      return state;
  }
}
