import { LRUCache } from 'lru-cache';
import type { Aggregate } from './event-log.ts';
import type { Snapshot, SnapshotOptions } from './snapshots.ts';

/** A state that is worth a snapshot, and how to make it. */
export interface Snapshotable {
  readonly position: number;
  readonly version: number;
  make(): Snapshot;
}

interface Due {
  readonly aggregate: Aggregate;
  readonly what: Snapshotable;
  /** Milliseconds on the clock of `performance`. */
  readonly at: number;
}

const defaults = { minFacts: 16, quietSeconds: 5 };
const mostWaiting = 10_000;
const writtenAtOnce = 16;
const longestPauseMs = 250;

/** Writes snapshots behind the commands' back: one per aggregate and quiet time, however many facts there were. */
export class SnapshotWriter {
  readonly #options: SnapshotOptions & typeof defaults;
  /** In the order in which they are due. */
  readonly #due = new Map<string, Due>();
  readonly #written = new LRUCache<string, number>({ max: mostWaiting });
  #isWorking = false;

  constructor(options: SnapshotOptions) {
    this.#options = { ...defaults, ...options };
  }

  /** There is a snapshot of that position already. */
  isWritten(key: string, position: number): void {
    this.#written.set(key, position);
  }

  /** The aggregate is at this state now. */
  note(key: string, aggregate: Aggregate, what: Snapshotable): void {
    if (what.version < this.#options.minFacts || (this.#written.get(key) ?? 0) >= what.position) return;
    this.#due.delete(key);
    this.#due.set(key, { aggregate, what, at: performance.now() + this.#options.quietSeconds * 1_000 });
    const [oldest] = this.#due.keys();
    if (this.#due.size > mostWaiting && oldest !== undefined) this.#due.delete(oldest);
    this.#wake();
  }

  #wake(): void {
    if (this.#isWorking) return;
    this.#isWorking = true;
    // What has not been written at the end of the process is written when somebody needs it next.
    setTimeout(() => void this.#work(), Math.min(longestPauseMs, this.#options.quietSeconds * 1_000)).unref();
  }

  async #work(): Promise<void> {
    for (let batch = this.#takeDue(); batch.length > 0; batch = this.#takeDue()) {
      await Promise.all(batch.map(([key, due]) => this.#write(key, due)));
    }
    this.#isWorking = false;
    if (this.#due.size > 0) this.#wake();
  }

  #takeDue(): [string, Due][] {
    const batch: [string, Due][] = [];
    for (const [key, due] of this.#due) {
      if (due.at > performance.now() || batch.length >= writtenAtOnce) break;
      this.#due.delete(key);
      batch.push([key, due]);
    }
    return batch;
  }

  async #write(key: string, { aggregate, what }: Due): Promise<void> {
    try {
      await this.#options.store.write(aggregate, what.make());
      this.#written.set(key, what.position);
    } catch (error) {
      this.#options.onFailure(error);
    }
  }
}
