import { problemOf } from '@podium/service-kit';

/** Until a window that was refused asks again: others have been closed by then, or not. */
const retryAfterSeconds = 15;

/** Counts what each person has open at this gateway for long: sockets, and streams of events or output. */
export class OpenConnections {
  readonly #most: number;
  readonly #open = new Map<string, number>();

  /** @param most of one person */
  constructor(most: number) {
    this.#most = most;
  }

  /** Counts one more, whether or not there is room. @returns what counts it no more; harmless when called again */
  open(personId: string): () => void {
    this.#open.set(personId, this.#countOf(personId) + 1);
    let isOpen = true;
    return () => {
      if (!isOpen) return;
      isOpen = false;
      const left = this.#countOf(personId) - 1;
      if (left > 0) this.#open.set(personId, left);
      else this.#open.delete(personId);
    };
  }

  /** @throws ProblemError 429 where one more, that is not counted yet, would be too many. */
  assertRoom(personId: string): void {
    if (this.#countOf(personId) >= this.#most) throw this.#refusal();
  }

  /** @throws ProblemError 429 where those that are counted are too many. */
  assertWithin(personId: string): void {
    if (this.#countOf(personId) > this.#most) throw this.#refusal();
  }

  /**
   * Whether not even a refusal is to be made any more: that needs a connection, too.
   *
   * @throws ProblemError 429
   */
  assertAnswerable(personId: string): void {
    if (this.#countOf(personId) >= this.#most * 2) throw this.#refusal();
  }

  #countOf(personId: string): number {
    return this.#open.get(personId) ?? 0;
  }

  #refusal(): Error {
    const detail = `Up to ${this.#most} windows and streams of one person may be connected at once. Close some of them.`;
    return problemOf('too_many_requests', detail, undefined, { retry_after_seconds: retryAfterSeconds });
  }
}
