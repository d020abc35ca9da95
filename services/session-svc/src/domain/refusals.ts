import { reject, type Rejected } from '@podium/event-sourcing';
import type { SessionState } from './session.ts';

export function notRunnable(state: SessionState): Rejected {
  return state.kind === 'ended'
    ? sessionEnded()
    : reject('session_not_runnable', `A session that is ${state.kind} can't be run.`);
}

export function sessionNotFound(): Rejected {
  return reject('session_not_found', 'There is no such session.');
}

export function sessionEnded(): Rejected {
  return reject('session_ended', 'The session has ended already.');
}

/** The write of a runner that lost the session to another one. */
export function fenced(): Rejected {
  return reject('fenced', 'Another runner owns this session now.');
}
