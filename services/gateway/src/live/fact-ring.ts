import type { RecordedFact } from '@podium/proto';
import { isInScope, type Scope } from './scope.ts';

/** A part of the ring: the facts in scope, and how far the ring was looked through for them. */
export interface Slice {
  readonly facts: readonly RecordedFact[];
  /** Everything in scope up to this position is in `facts` or before the slice. */
  readonly upTo: number;
}

/**
 * The newest facts of all projects, in memory: what most readers miss is a few seconds, and this answers them
 * without asking the log.
 */
export class FactRing {
  readonly #facts: RecordedFact[] = [];
  readonly #capacity: number;
  #start = 0;
  #floor: number;
  #head: number;

  /** @param position where the log is now: what comes later is going to be pushed. */
  constructor(capacity: number, position: number) {
    this.#capacity = capacity;
    this.#floor = position;
    this.#head = position;
  }

  /** Position of the newest fact pushed, or where the ring began. */
  get head(): number {
    return this.#head;
  }

  /** Adds facts in the order of the log. */
  push(facts: readonly RecordedFact[]): void {
    for (const fact of facts) {
      if (this.#facts.length < this.#capacity) {
        this.#facts.push(fact);
      } else {
        this.#floor = this.#at(0).position;
        this.#facts[this.#start] = fact;
        this.#start = (this.#start + 1) % this.#capacity;
      }
      this.#head = fact.position;
    }
  }

  /** Whether nothing after the position has been forgotten. */
  covers(position: number): boolean {
    return position >= this.#floor;
  }

  /** The next facts in scope after a position, at most `limit`; only where the ring covers the position. */
  after(position: number, scope: Scope, limit: number): Slice {
    if (!this.covers(position)) throw new RangeError(`The ring has forgotten facts after position ${position}`);
    const facts: RecordedFact[] = [];
    for (let index = this.#firstAfter(position); index < this.#facts.length; index += 1) {
      const fact = this.#at(index);
      if (!isInScope(scope, fact)) continue;
      facts.push(fact);
      if (facts.length === limit) return { facts, upTo: fact.position };
    }
    return { facts, upTo: Math.max(position, this.#head) };
  }

  #firstAfter(position: number): number {
    let low = 0;
    let high = this.#facts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#at(middle).position <= position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #at(index: number): RecordedFact {
    const fact = this.#facts[(this.#start + index) % this.#facts.length];
    if (!fact) throw new RangeError(`The ring has no fact number ${index}`);
    return fact;
  }
}
