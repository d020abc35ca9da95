import { problemOf } from '@podium/service-kit';

/** More than the connections of one browser; each takes the memory of one file until it has arrived. */
const mostAtOnce = 16;
const retryAfterSeconds = 2;

/** How many files one person may be sending at a time, as slowly as they like. */
export class UploadSlots {
  readonly #running = new Map<string, number>();

  /** @throws ProblemError 429 where the person is sending too many already; what the work throws */
  async during<T>(personId: string, work: () => Promise<T>): Promise<T> {
    const running = this.#running.get(personId) ?? 0;
    if (running >= mostAtOnce) {
      const detail = `Up to ${mostAtOnce} files may be on their way at once. Try again when one has arrived.`;
      throw problemOf('too_many_requests', detail, undefined, { retry_after_seconds: retryAfterSeconds });
    }
    this.#running.set(personId, running + 1);
    try {
      return await work();
    } finally {
      const left = (this.#running.get(personId) ?? 1) - 1;
      if (left > 0) this.#running.set(personId, left);
      else this.#running.delete(personId);
    }
  }
}
