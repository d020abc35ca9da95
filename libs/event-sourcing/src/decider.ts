import type { FactType, MessageTypes, RecordedFact, Rejection } from '@podium/proto';

/** A fact before it is written: the log adds the envelope. */
export type NewFact = { [T in FactType]: { type: T; data: MessageTypes[T] } }[FactType];

/** A refusal of a command, with a stable code and a sentence for a person. */
export interface Rejected {
  readonly rejected: Rejection;
}

/** What a decision may depend on beside state and command. Same context, same decision. */
export interface DecisionContext {
  /** RFC 3339 time of the decision. */
  readonly now: string;
  /** Who asks: `user:<id>` or `service:<name>`. */
  readonly actor: string;
}

/**
 * The rules of one kind of aggregate, free of clocks, ids and I/O.
 *
 * `decide` answers with facts, with none where the asked state already holds, or with a refusal. `evolve` never
 * throws and returns the state unchanged for facts that it does not know.
 */
export interface Decider<State, Command> {
  readonly initialState: State;
  decide(state: State, command: Command, context: DecisionContext): readonly NewFact[] | Rejected;
  evolve(state: State, fact: RecordedFact): State;
}

/** Makes a fact; only here so that deciders read as sentences. */
export function fact<T extends FactType>(type: T, data: MessageTypes[T]): Extract<NewFact, { type: T }> {
  return { type, data } as Extract<NewFact, { type: T }>;
}

/** Refuses a command. The code is snake_case and stable; the detail says what happened and what to do. */
export function reject(code: string, detail: string): Rejected {
  return { rejected: { code, detail } };
}

/** Tells a refusal from a list of facts. */
export function isRejected(decision: readonly NewFact[] | Rejected): decision is Rejected {
  return 'rejected' in decision;
}
