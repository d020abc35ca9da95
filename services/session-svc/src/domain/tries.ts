import type { Model, RecordedFact } from '@podium/proto';

/** How often a session was tried, and what is left of the tries that are over. It survives them. */
export interface Tries {
  /** Tries that failed and were to be repeated. */
  readonly failed: number;
  /** Number of the last start, over all tries; 0 before the first one. */
  readonly started: number;
  /** The fact that gave the session its slot; null before. */
  readonly admission: string | null;
  /** The same of the tries that are over: work that comes from them is not to be done any more. */
  readonly pastAdmissions: readonly string[];
  /** Number of output chunks of the tries that are over. */
  readonly outputChunks: number;
  /** The conversation inside the runtime, and the first message of it that is this session's. */
  readonly conversation: string | null;
  readonly firstMessageId: string | null;
  /** The model that answered last. */
  readonly model: Model | undefined;
}

/** Whether a try is over. @param admission the fact that gave the session its slot for it */
export function isPastTry({ pastAdmissions }: Tries, admission: string): boolean {
  return pastAdmissions.includes(admission);
}

/** What a session that waits for its next try waits for. */
export interface Retry {
  /** Number of the next try; the session's own is 1. */
  readonly attempt: number;
  readonly maxAttempts: number;
  /** RFC 3339. */
  readonly dueAt: string;
  /** Why the last try failed. */
  readonly reason: string;
  readonly message: string;
}

export const noTries: Tries = {
  failed: 0,
  started: 0,
  admission: null,
  pastAdmissions: [],
  outputChunks: 0,
  conversation: null,
  firstMessageId: null,
  model: undefined,
};

/** Folds one fact into a session's tries; the same object where it changes nothing. */
export function evolveTries(tries: Tries, fact: RecordedFact): Tries {
  switch (fact.type) {
    case 'podium.session.v1.SessionAdmitted':
      return { ...tries, admission: fact.id };
    case 'podium.session.v1.SessionStarted': {
      const { attempt, runtimeSessionId, runtimeMessageId, model } = fact.data;
      return {
        ...tries,
        started: attempt,
        conversation: runtimeSessionId,
        firstMessageId: runtimeSessionId === tries.conversation ? tries.firstMessageId : runtimeMessageId,
        model: model ?? tries.model,
      };
    }
    case 'podium.session.v1.PromptSent':
      return { ...tries, model: fact.data.model ?? tries.model };
    case 'podium.session.v1.SessionRetryScheduled':
      return {
        ...tries,
        failed: tries.failed + 1,
        admission: null,
        pastAdmissions: tries.admission ? [...tries.pastAdmissions, tries.admission] : tries.pastAdmissions,
        outputChunks: fact.data.outputChunks,
      };
    default:
      return tries;
  }
}
