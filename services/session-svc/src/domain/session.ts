import type { Continuation, Model, RecordedFact } from '@podium/proto';
import { closeGates, evolveGates, type Gates } from './gates.ts';
import type { Retry } from './tries.ts';
import { evolveWork, workOf, type Work } from './turns.ts';

export type { Work } from './turns.ts';

/** A session as far as decisions about it need to know it. */
export type SessionState =
  /** Not queued yet. A stop may come before: the session is then cancelled as soon as it is queued. */
  | { readonly kind: 'none'; readonly stopReason: string | null }
  | { readonly kind: 'queued'; readonly work: Work; readonly expedited?: true }
  | { readonly kind: 'pending'; readonly work: Work }
  | { readonly kind: 'running'; readonly work: Work; readonly run: Run }
  | {
      readonly kind: 'stopping';
      readonly work: Work;
      readonly run: Run;
      readonly stopReason: string;
      /** Why in a sentence, where the session is stopped because of a limit and fails with that. */
      readonly stopMessage: string | undefined;
    }
  /** A try failed; the session holds no slot until the next one. */
  | { readonly kind: 'retrying'; readonly work: Work; readonly retry: Retry }
  | Ended;

/** What a later session needs to know to go on with an ended one. */
export interface Ended {
  readonly kind: 'ended';
  readonly how: 'completed' | 'failed' | 'cancelled';
  readonly taskId: string;
  readonly runtimeSessionId: string | null;
  readonly continues: Continuation | undefined;
}

/** The run inside the runtime. */
export interface Run {
  /** 1 for the first try, one more for each prompt that was sent anew. */
  readonly attempt: number;
  /** The runner that may write facts of this run. */
  readonly owner: string;
  readonly runtimeSessionId: string;
  readonly runtimeMessageId: string;
  /** The model that answers. */
  readonly model: Model | undefined;
  /** What waits for a person, or did, by id. */
  readonly gates: Gates;
}

/** A session that was queued and has not ended. */
export type Live = Extract<SessionState, { work: Work }>;

/** A session with a run inside the runtime. */
export type Running = Extract<SessionState, { run: Run }>;

export const initialSession: SessionState = { kind: 'none', stopReason: null };

/** Folds one fact into the state; facts of other aggregates leave it as it is. */
export function evolveSession(state: SessionState, fact: RecordedFact): SessionState {
  switch (fact.type) {
    case 'podium.session.v1.SessionQueued':
      return { kind: 'queued', work: workOf(fact) };
    case 'podium.session.v1.SessionExpedited':
      return state.kind === 'queued' ? { ...state, expedited: true } : state;
    case 'podium.session.v1.SessionAdmitted':
      return state.kind === 'queued' ? { kind: 'pending', work: evolveWork(state.work, fact) } : state;
    case 'podium.session.v1.SessionRetryScheduled': {
      if (!('work' in state)) return state;
      const { attempt, maxAttempts, dueAt, reason, message } = fact.data;
      const retry = { attempt, maxAttempts, dueAt, reason, message };
      return { kind: 'retrying', work: evolveWork(state.work, fact), retry };
    }
    case 'podium.session.v1.SessionRequeued':
      return state.kind === 'retrying' ? { kind: 'queued', work: state.work } : state;
    case 'podium.session.v1.SessionStarted': {
      if (!('work' in state)) return state;
      const { attempt, owner, runtimeSessionId, runtimeMessageId, model } = fact.data;
      // A prompt that is sent anew waits for nothing yet; what an earlier run asked went with it.
      const gates = new Map();
      const run = { attempt, owner, runtimeSessionId, runtimeMessageId, model, gates };
      return { kind: 'running', work: evolveWork(state.work, fact), run };
    }
    case 'podium.session.v1.SessionTakenOver':
      return 'run' in state ? { ...state, run: { ...state.run, owner: fact.data.owner } } : state;
    case 'podium.session.v1.SessionStopping':
      if (state.kind === 'none') return { kind: 'none', stopReason: fact.data.reason };
      if (state.kind !== 'running') return state;
      return { ...state, kind: 'stopping', stopReason: fact.data.reason, stopMessage: fact.data.message };
    case 'podium.session.v1.SessionCompleted':
      return ended(state, fact.data.taskId, 'completed');
    case 'podium.session.v1.SessionFailed':
      return ended(state, fact.data.taskId, 'failed');
    case 'podium.session.v1.SessionCancelled':
      return ended(state, fact.data.taskId, 'cancelled');
    case 'podium.session.v1.PromptSent': {
      if (!('run' in state)) return state;
      const { runtimeMessageId, model } = fact.data;
      return { ...state, work: evolveWork(state.work, fact), run: { ...state.run, runtimeMessageId, model } };
    }
    case 'podium.session.v1.TurnEnded': {
      if (!('run' in state)) return state;
      const run = { ...state.run, gates: closeGates(state.run.gates) };
      return { ...state, work: evolveWork(state.work, fact), run };
    }
    case 'podium.session.v1.SessionSuspended':
    case 'podium.session.v1.PromptAdded':
    case 'podium.session.v1.PromptEdited':
    case 'podium.session.v1.PromptRemoved':
      return 'work' in state ? { ...state, work: evolveWork(state.work, fact) } : state;
    default: {
      if (!('run' in state)) return state;
      const gates = evolveGates(state.run.gates, fact);
      if (gates === state.run.gates) return state;
      return { ...state, work: evolveWork(state.work, fact), run: { ...state.run, gates } };
    }
  }
}

function ended(state: SessionState, taskId: string, how: Ended['how']): Ended {
  const work = 'work' in state ? state.work : undefined;
  return {
    kind: 'ended',
    how,
    taskId,
    runtimeSessionId: work?.runtimeSessionId ?? null,
    continues: work?.continues,
  };
}
