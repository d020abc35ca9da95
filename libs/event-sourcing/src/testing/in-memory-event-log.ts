import type { EventEnvelope, FactType, RecordedFact } from '@podium/proto';
import { ConcurrencyError, isSameFact, type Aggregate, type EventLog, type ExpectedPosition } from '../event-log.ts';

/** The log for tests of what stands on it. Behaves as the one on JetStream: the contract test holds for both. */
export class InMemoryEventLog implements EventLog {
  readonly #facts: RecordedFact[] = [];

  /** Everything that was ever written, in order. */
  get facts(): readonly RecordedFact[] {
    return this.#facts;
  }

  append(aggregate: Aggregate, expected: ExpectedPosition, facts: readonly EventEnvelope<FactType>[]): Promise<number> {
    // Copies, because what went over the wire shares nothing with its writer.
    const copies = structuredClone(facts);
    return Promise.resolve().then(() => this.#append(subjectOf(aggregate), expected, copies));
  }

  load(aggregate: Aggregate, after = 0): Promise<RecordedFact[]> {
    const subject = subjectOf(aggregate);
    return Promise.resolve().then(() => structuredClone(this.#of(subject).filter((fact) => fact.position > after)));
  }

  #append(subject: string, expected: ExpectedPosition, facts: readonly EventEnvelope<FactType>[]): number {
    if (facts.length === 0) throw new RangeError('A decision without facts is not appended');
    const present = this.#of(subject);
    const last = present.at(-1)?.position ?? 0;
    if (last !== expected) {
      const tail = present.filter((fact) => fact.position > expected);
      const lastOfOurs = tail[facts.length - 1];
      if (lastOfOurs && facts.every((fact, index) => isSameFact(fact, tail[index]))) return lastOfOurs.position;
      throw new ConcurrencyError(`The last fact of ${subject} is at position ${last}, not at ${expected}`);
    }
    const start = this.#facts.length + 1;
    facts.forEach((fact, index) => this.#facts.push({ ...fact, position: start + index } as RecordedFact));
    return this.#facts.length;
  }

  #of(subject: string): RecordedFact[] {
    return this.#facts.filter((fact) => fact.subject === subject);
  }
}

function subjectOf(aggregate: Aggregate): string {
  return `${aggregate.projectId}/${aggregate.context}/${aggregate.id}`;
}
