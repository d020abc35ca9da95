import type { RecordedFact } from '@podium/proto';
import type { Logger } from '@podium/service-kit';

/** Told after facts are in the tables. */
export type AppliedListener = (facts: readonly RecordedFact[], position: number) => void;

/** Where a projection is, for those who wait for it. */
export class Progress {
  readonly #logger: Logger;
  readonly #listeners = new Set<AppliedListener>();
  readonly #waiting = new Set<() => void>();
  #position = 0;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  get position(): number {
    return this.#position;
  }

  /** Also goes back, when the tables are made anew. */
  moved(facts: readonly RecordedFact[], position: number): void {
    this.#position = position;
    for (const wake of this.#waiting) wake();
    for (const listener of this.#listeners) {
      try {
        listener(facts, position);
      } catch (error) {
        // The facts are committed: a listener's mistake is not the projection's.
        this.#logger.error({ err: error, position }, 'listener of a projection failed');
      }
    }
  }

  onApplied(listener: AppliedListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Until the position moves, at most so long. */
  async change(milliseconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, milliseconds);
      this.#waiting.add(wake);
    });
  }
}
