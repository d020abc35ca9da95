import { deepStrictEqual, fail, ok } from 'node:assert/strict';
import { assertFitsContract, schemaOf, type RecordedFact } from '@podium/proto';
import { isRejected, type Decider, type DecisionContext, type NewFact } from '../decider.ts';

/** A fact of a test's past. What the envelope says is made up where it is not given. */
export type PastFact = NewFact & Partial<Pick<RecordedFact, 'actor' | 'time' | 'subject'>>;

/** What a command led to. Each method throws an AssertionError that shows the difference. */
export interface Then {
  /** Exactly these facts, in this order. No facts: the asked state already held. */
  then(...facts: readonly NewFact[]): void;
  thenNothing(): void;
  thenRejected(code: string): void;
}

export interface When<Command> {
  when(command: Command, context?: Partial<DecisionContext>): Then;
}

/**
 * Tests a decider in the words of its domain: `given(decider, facts).when(command).then(...facts)`.
 *
 * Given facts and decided ones are checked against their contracts, so that a test can't rely on what the log would
 * refuse.
 */
export function given<State, Command>(decider: Decider<State, Command>, facts: readonly PastFact[]): When<Command> {
  const state = facts.map(recorded).reduce((folded, fact) => decider.evolve(folded, fact), decider.initialState);
  return {
    when: (command, context) => {
      const decision = decider.decide(state, command, {
        now: '2026-01-01T00:00:00.000Z',
        actor: 'user:tester',
        ...context,
      });
      return {
        then: (...expected) => {
          if (isRejected(decision)) fail(`Expected facts, but it was rejected: ${JSON.stringify(decision.rejected)}`);
          for (const { type, data } of decision) assertFitsContract(type, data);
          deepStrictEqual(decision, expected);
        },
        thenNothing: () => deepStrictEqual(decision, []),
        thenRejected: (code) => {
          ok(isRejected(decision), `Expected a rejection with ${code}, but got ${JSON.stringify(decision)}`);
          deepStrictEqual(decision.rejected.code, code);
        },
      };
    },
  };
}

function recorded(fact: PastFact, index: number): RecordedFact {
  assertFitsContract(fact.type, fact.data);
  return {
    specversion: '1.0',
    id: `given-${index + 1}`,
    source: '/podium/test',
    subject: 'project-1/task/aggregate-1',
    time: '2025-12-31T00:00:00.000Z',
    datacontenttype: 'application/json',
    dataschema: schemaOf(fact.type),
    correlationid: 'given',
    causationid: 'given',
    actor: 'user:tester',
    version: index + 1,
    position: index + 1,
    ...fact,
  } as RecordedFact;
}
