import type { RecordedFact } from '@podium/proto';
import { evolveGates, type Gates } from './gates.ts';

/** A session as far as decisions about it need to know it. */
export type SessionState =
  /** Not queued yet. A stop may come before: the session is then cancelled as soon as it is queued. */
  | { readonly kind: 'none'; readonly stopReason: string | null }
  | { readonly kind: 'queued'; readonly work: Work }
  | { readonly kind: 'pending'; readonly work: Work }
  | { readonly kind: 'running'; readonly work: Work; readonly run: Run }
  | { readonly kind: 'stopping'; readonly work: Work; readonly run: Run; readonly stopReason: string }
  | { readonly kind: 'ended'; readonly how: 'completed' | 'failed' | 'cancelled' };

/** What the session is to do. */
export interface Work {
  readonly taskId: string;
  readonly title: string;
  readonly prompt: string;
}

/** The run inside the runtime. */
export interface Run {
  /** 1 for the first try, one more for each prompt that was sent anew. */
  readonly attempt: number;
  /** The runner that may write facts of this run. */
  readonly owner: string;
  readonly runtimeSessionId: string;
  readonly runtimeMessageId: string;
  /** What waits for a person, or did, by id. */
  readonly gates: Gates;
}

export const initialSession: SessionState = { kind: 'none', stopReason: null };

/** Folds one fact into the state; facts of other aggregates leave it as it is. */
export function evolveSession(state: SessionState, fact: RecordedFact): SessionState {
  switch (fact.type) {
    case 'podium.session.v1.SessionQueued': {
      const { taskId, title, prompt } = fact.data;
      return { kind: 'queued', work: { taskId, title, prompt } };
    }
    case 'podium.session.v1.SessionAdmitted':
      return state.kind === 'queued' ? { kind: 'pending', work: state.work } : state;
    case 'podium.session.v1.SessionStarted': {
      if (!('work' in state)) return state;
      const { attempt, owner, runtimeSessionId, runtimeMessageId } = fact.data;
      // A prompt that is sent anew waits for nothing yet; what an earlier run asked went with it.
      const gates = new Map();
      return { kind: 'running', work: state.work, run: { attempt, owner, runtimeSessionId, runtimeMessageId, gates } };
    }
    case 'podium.session.v1.SessionTakenOver':
      return 'run' in state ? { ...state, run: { ...state.run, owner: fact.data.owner } } : state;
    case 'podium.session.v1.SessionStopping':
      if (state.kind === 'none') return { kind: 'none', stopReason: fact.data.reason };
      return state.kind === 'running' ? { ...state, kind: 'stopping', stopReason: fact.data.reason } : state;
    case 'podium.session.v1.SessionCompleted':
      return { kind: 'ended', how: 'completed' };
    case 'podium.session.v1.SessionFailed':
      return { kind: 'ended', how: 'failed' };
    case 'podium.session.v1.SessionCancelled':
      return { kind: 'ended', how: 'cancelled' };
    default: {
      if (!('run' in state)) return state;
      const gates = evolveGates(state.run.gates, fact);
      return gates === state.run.gates ? state : { ...state, run: { ...state.run, gates } };
    }
  }
}
