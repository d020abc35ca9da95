import type { RecordedFact } from '@podium/proto';
import type { FactSource } from './fact-source.ts';
import { FactRing, type Slice } from './fact-ring.ts';
import { pause } from './pause.ts';
import type { Scope } from './scope.ts';

/** Called with facts in the order of the log, synchronously, once per batch. Must not throw. */
export type FactListener = (facts: readonly RecordedFact[]) => void;

export interface FactFeedOptions {
  readonly source: FactSource;
  /** How many of the newest facts are kept in memory. */
  readonly ringCapacity: number;
  /** Told once per interruption of the reader, which starts again by itself. */
  readonly onInterrupted: (error: unknown) => void;
}

const slowestRetryMs = 5_000;

/** The gateway's one reader of the log: feeds the ring, everyone who waits for an outcome, and all live clients. */
export class FactFeed {
  readonly #options: FactFeedOptions;
  readonly #listeners = new Set<FactListener>();
  readonly #abort = new AbortController();
  #ring = new FactRing(1, 0);
  #reading: Promise<void> | undefined;

  constructor(options: FactFeedOptions) {
    this.#options = options;
  }

  /** Begins at the head of the log. */
  async start(): Promise<void> {
    this.#ring = new FactRing(this.#options.ringCapacity, await this.#options.source.head());
    this.#reading = this.#readForEver();
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#reading;
  }

  /** Position of the newest fact that was given to the listeners. */
  get position(): number {
    return this.#ring.head;
  }

  covers(position: number): boolean {
    return this.#ring.covers(position);
  }

  /** See {@link FactRing.after}. */
  after(position: number, scope: Scope, limit: number): Slice {
    return this.#ring.after(position, scope, limit);
  }

  /** @returns a function that ends it. */
  onFacts(listener: FactListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #readForEver(): Promise<void> {
    const { signal } = this.#abort;
    for (let failures = 0; !signal.aborted; failures += 1) {
      try {
        for await (const facts of this.#options.source.follow(this.position, signal)) {
          failures = 0;
          this.#dispatch(facts);
        }
      } catch (error) {
        if (!signal.aborted) this.#options.onInterrupted(error);
      }
      await pause(Math.min(slowestRetryMs, 100 * 2 ** failures), signal);
    }
  }

  #dispatch(facts: readonly RecordedFact[]): void {
    const news = facts.filter((fact) => fact.position > this.position);
    if (news.length === 0) return;
    this.#ring.push(news);
    for (const listener of this.#listeners) listener(news);
  }
}
