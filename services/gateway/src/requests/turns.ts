/**
 * Lets what was begun in one turn of the event loop go on together in the next: messages that are published in the
 * same moment leave in one write to the socket, which under load is most of what a request costs.
 */
export class Turns {
  #next: Promise<void> | undefined;

  /** Resolves in the next turn, for all who wait for it at once. */
  next(): Promise<void> {
    this.#next ??= new Promise((resolve) => {
      setImmediate(() => {
        this.#next = undefined;
        resolve();
      });
    });
    return this.#next;
  }
}
