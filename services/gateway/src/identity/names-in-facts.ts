import { namedPerson } from '@podium/board';
import type { RecordedFact } from '@podium/proto';
import { actorOf, nameOfPerson } from './person.ts';

/** What people are called, as the facts of a project say: members of today and those who have left. */
export class NamesInFacts {
  readonly #names = new Map<string, string>();

  constructor(facts: Iterable<RecordedFact> = []) {
    for (const fact of facts) this.observe(fact);
  }

  observe(fact: RecordedFact): void {
    const named = namedPerson(fact);
    if (named) this.#names.set(named.actor, named.name);
  }

  /** The name of the person with that id; their id where no fact names them. */
  of(personId: string): string {
    return this.#names.get(actorOf({ id: personId })) ?? nameOfPerson(personId);
  }
}
