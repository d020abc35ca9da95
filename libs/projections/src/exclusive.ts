/** Runs one piece of work after the other, in the order in which they were given. */
export class Exclusive {
  #last: Promise<unknown> = Promise.resolve();

  run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    // Only the order is of interest here; whoever asked for the work gets its error.
    this.#last = result.catch(() => undefined);
    return result;
  }
}
