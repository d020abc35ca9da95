import type { RecordedFact } from '@podium/proto';
import { storyActor } from './story-actors.ts';
import { factSentence, requestSentence } from './story-sentences.ts';
import type { StoryCause, StoryRequest, StorySources } from './story-types.ts';

/** A chain of requests between services is never this long. */
const longestChain = 10;

/** Finds what led to an entry. */
export class StoryCauses {
  readonly #facts: ReadonlyMap<string, RecordedFact>;
  readonly #byPlace: ReadonlyMap<string, RecordedFact>;
  readonly #requests: ReadonlyMap<string, StoryRequest>;
  readonly #nameOf: StorySources['nameOf'];

  constructor({ facts, waitFacts, otherFacts, requests, nameOf }: StorySources) {
    const all = [...facts, ...waitFacts, ...otherFacts];
    this.#facts = new Map(all.map((fact) => [fact.id, fact]));
    this.#byPlace = new Map(all.map((fact) => [placeOf(fact.subject, fact.version), fact]));
    this.#requests = new Map(requests.map((request) => [request.id, request]));
    this.#nameOf = nameOf;
  }

  /**
   * The cause of a fact: the fact that a service reacted to, or the request of a person. A request between services
   * stands for the fact that made it.
   */
  ofFact(fact: RecordedFact): StoryCause | null {
    const known = this.#follow(fact.causationid);
    if (known) return known;
    if (fact.causationid === fact.correlationid) return { id: fact.causationid, kind: 'request' };
    const previous = this.#ownPredecessor(fact);
    return previous ? this.#factCause(previous) : { id: fact.causationid, kind: 'fact' };
  }

  /** A request as a cause. @param type its full name, known also where it is not kept any more */
  ofRequest(id: string, type: string, actor: string): StoryCause {
    return { id, kind: 'request', type, title: requestSentence(type, storyActor(actor, this.#nameOf).name) };
  }

  #follow(id: string): StoryCause | undefined {
    let next = id;
    for (let steps = 0; steps < longestChain; steps += 1) {
      const fact = this.#facts.get(next);
      if (fact) return this.#factCause(fact);
      const request = this.#requests.get(next);
      // What a runner writes is answered by the session itself: its work message says nothing new.
      if (!request || (next === id && isWork(request))) return undefined;
      if (request.causationid === request.id) return this.ofRequest(request.id, request.type, request.actor);
      next = request.causationid;
    }
    return undefined;
  }

  /** What a runner acted on when it went on with a session: the session's fact before. */
  #ownPredecessor(fact: RecordedFact): RecordedFact | undefined {
    const isOfSession = fact.type.startsWith('podium.session.');
    return isOfSession ? this.#byPlace.get(placeOf(fact.subject, fact.version - 1)) : undefined;
  }

  #factCause(fact: RecordedFact): StoryCause {
    const title = factSentence(fact, storyActor(fact.actor, this.#nameOf).name);
    return { id: fact.id, kind: 'fact', position: fact.position, type: fact.type, title };
  }
}

function isWork(request: StoryRequest): boolean {
  return request.type === 'podium.session.v1.SessionRunRequested';
}

function placeOf(subject: string, version: number): string {
  return `${subject}#${version}`;
}
