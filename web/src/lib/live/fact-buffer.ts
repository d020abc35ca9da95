import type { RecordedFact } from '@podium/proto';

/**
 * The newest facts, without a gap, from one position on. A snapshot that is older than the live cursor is brought up to
 * date from here, so that one subscription serves every board that is opened later.
 */
export class FactBuffer {
  #facts: RecordedFact[] = [];
  #start: number;

  constructor(
    start: number,
    private readonly capacity = 5_000,
  ) {
    this.#start = start;
  }

  /** Appends a fact; false where it was there already. */
  push(fact: RecordedFact): boolean {
    if (fact.position <= (this.#facts.at(-1)?.position ?? this.#start)) return false;
    this.#facts.push(fact);
    if (this.#facts.length > this.capacity) this.#trim();
    return true;
  }

  /** Every fact after a position, or null where the buffer does not reach back that far. */
  after(position: number): readonly RecordedFact[] | null {
    if (position < this.#start) return null;
    return this.#facts.filter((fact) => fact.position > position);
  }

  #trim(): void {
    const kept = this.#facts.slice(-Math.ceil(this.capacity / 2));
    this.#start = this.#facts[this.#facts.length - kept.length - 1]?.position ?? this.#start;
    this.#facts = kept;
  }
}
