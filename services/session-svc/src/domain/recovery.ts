import { fact, type Decider } from '@podium/event-sourcing';

/** Something was found in a runtime that no session stands for, and was ended. */
export interface RecordCleaned {
  readonly kind: 'record-cleaned';
  readonly projectId: string;
  /** Id of the conversation inside the runtime. */
  readonly runtimeSessionId: string;
  readonly problem: 'unknown' | 'ended';
  /** The session that had it, where there is one. */
  readonly sessionId?: string | undefined;
}

/** What was put right in a project's runtime. There is nothing to decide: it was found and it is done. */
export const recoveryDecider: Decider<null, RecordCleaned> = {
  initialState: null,
  evolve: () => null,
  decide(_, { projectId, runtimeSessionId, problem, sessionId }) {
    const owner = sessionId === undefined ? {} : { sessionId };
    return [fact('podium.session.v1.RuntimeSessionCleaned', { projectId, runtimeSessionId, problem, ...owner })];
  },
};
