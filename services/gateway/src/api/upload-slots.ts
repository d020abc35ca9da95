import { problemOf } from '@podium/service-kit';

/** More than the connections of one browser. */
const mostOfOne = 8;
/** Of everybody: each takes the memory of one file until it is stored, twice that when it is put together. */
const mostTogether = 24;
const retryAfterSeconds = 2;

/** How many files may be on their way through this gateway at a time, as slowly as people, or the log, like. */
export class UploadSlots {
  readonly #running = new Map<string, number>();
  #together = 0;

  /** @throws ProblemError 429 where there are too many already; what the work throws */
  async during<T>(personId: string, work: () => Promise<T>): Promise<T> {
    const running = this.#running.get(personId) ?? 0;
    if (running >= mostOfOne) {
      throw refusal(`Up to ${mostOfOne} files may be on their way at once. Try again when one has arrived.`);
    }
    if (this.#together >= mostTogether) throw refusal('Many people are sending files. Try again in a moment.');
    this.#running.set(personId, running + 1);
    this.#together += 1;
    try {
      return await work();
    } finally {
      this.#together -= 1;
      const left = (this.#running.get(personId) ?? 1) - 1;
      if (left > 0) this.#running.set(personId, left);
      else this.#running.delete(personId);
    }
  }
}

function refusal(detail: string): Error {
  return problemOf('too_many_requests', detail, undefined, { retry_after_seconds: retryAfterSeconds });
}
