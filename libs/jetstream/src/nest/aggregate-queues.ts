/**
 * Runs tasks one after the other per key and at the same time over keys. A task that waits gives its slot to others
 * while it waits, so that a few slow keys do not stop the rest.
 */
export class AggregateQueues {
  readonly #tails = new Map<string, Promise<void>>();
  readonly #waiting: (() => void)[] = [];
  #freeSlots: number;

  constructor(maxConcurrent: number) {
    this.#freeSlots = maxConcurrent;
  }

  /** Runs the task after all earlier ones of the same key. The task must not throw. */
  push(key: string, task: () => Promise<void>): void {
    const before = this.#tails.get(key) ?? Promise.resolve();
    const tail = before.then(task).then(() => {
      if (this.#tails.get(key) === tail) this.#tails.delete(key);
    });
    this.#tails.set(key, tail);
  }

  /** Holds one of the slots while `work` runs. */
  async withSlot<T>(work: () => Promise<T>): Promise<T> {
    if (this.#freeSlots > 0) this.#freeSlots -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#freeSlots += 1;
    }
  }

  /** Resolves when nothing is queued or running any more. */
  async idle(): Promise<void> {
    while (this.#tails.size > 0) await Promise.all(this.#tails.values());
  }
}
