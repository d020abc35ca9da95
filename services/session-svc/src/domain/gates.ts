import type { PermissionAnswer, QuestionAnswer, RecordedFact } from '@podium/proto';

/** Something that waits for a person, or did. */
export type GateState =
  | {
      readonly kind: 'permission';
      readonly action: string;
      readonly patterns: readonly string[];
      /** What an answer of "always" allows. */
      readonly always: readonly string[];
      readonly answer: PermissionReply | null;
      readonly closed: boolean;
      /** Nobody answered in time: the agent is to be told. */
      readonly timedOut?: boolean;
    }
  | {
      readonly kind: 'question';
      readonly questions: number;
      readonly answer: readonly QuestionAnswer[] | null;
      readonly closed: boolean;
      readonly timedOut?: boolean;
    };

export interface PermissionReply {
  readonly answer: PermissionAnswer;
  readonly feedback?: string | undefined;
}

export type Gates = ReadonlyMap<string, GateState>;

/** Folds one fact into the gates of a run; the same map where it changes nothing. */
export function evolveGates(gates: Gates, fact: RecordedFact): Gates {
  switch (fact.type) {
    case 'podium.session.v1.PermissionAsked': {
      const { gateId, action, patterns, always } = fact.data;
      const asked = { kind: 'permission', action, patterns, always, answer: null, closed: false } as const;
      return new Map(gates).set(gateId, asked);
    }
    case 'podium.session.v1.QuestionAsked': {
      const questions = fact.data.questions.length;
      return new Map(gates).set(fact.data.gateId, { kind: 'question', questions, answer: null, closed: false });
    }
    case 'podium.session.v1.PermissionAnswered': {
      const gate = gates.get(fact.data.gateId);
      if (gate?.kind !== 'permission') return gates;
      const { answer, feedback } = fact.data;
      return new Map(gates).set(fact.data.gateId, { ...gate, answer: { answer, feedback }, closed: true });
    }
    case 'podium.session.v1.QuestionAnswered': {
      const gate = gates.get(fact.data.gateId);
      if (gate?.kind !== 'question') return gates;
      return new Map(gates).set(fact.data.gateId, { ...gate, answer: fact.data.answers, closed: true });
    }
    case 'podium.session.v1.GateClosed': {
      const gate = gates.get(fact.data.gateId);
      const timedOut = fact.data.reason === 'timed_out';
      return gate ? new Map(gates).set(fact.data.gateId, { ...gate, closed: true, timedOut }) : gates;
    }
    default:
      return gates;
  }
}

/** Nothing of a turn that is over can be answered any more. */
export function closeGates(gates: Gates): Gates {
  return new Map([...gates].map(([id, gate]) => [id, { ...gate, closed: true }]));
}
