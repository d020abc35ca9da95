import { readFacts } from '@podium/jetstream';
import type { RecordedFact } from '@podium/proto';
import type { NatsConnection } from 'nats';
import { LogSilentError } from '../errors.ts';

export interface FactCursorOptions {
  readonly nc: NatsConnection;
  readonly after: number;
  readonly signal: AbortSignal;
  readonly onInterrupted?: (reason: string) => void;
}

/** Keeps the event loop free for the service's own work between two batches. */
const maxBatch = 1_000;

/** Reads all facts of the log in order, ahead of who asks for them, and gives them out up to a position. */
export class FactCursor {
  readonly #batches: AsyncGenerator<readonly RecordedFact[]>;
  readonly #ended = new AbortController();
  #next: Promise<IteratorResult<readonly RecordedFact[]>> | undefined;
  #buffer: readonly RecordedFact[] = [];
  /** Of the last fact that was read. */
  #read: number;

  constructor({ nc, after, signal, onInterrupted }: FactCursorOptions) {
    this.#read = after;
    this.#batches = readFacts(nc, {
      after,
      maxBatch,
      signal: AbortSignal.any([signal, this.#ended.signal]),
      ...(onInterrupted ? { onInterrupted } : {}),
    });
  }

  /** What is read and not taken yet, up to a position that is in the log; at least one fact. Undefined after the end. */
  async take(limit: number): Promise<readonly RecordedFact[] | undefined> {
    if (this.#buffer.length === 0 && !(await this.#fill())) return undefined;
    const taken = this.#upTo(limit);
    this.#buffer = taken === this.#buffer ? [] : this.#buffer.slice(taken.length);
    return taken;
  }

  /**
   * All facts that are not taken yet up to a position that is in the log; they stay to be taken.
   *
   * @throws LogSilentError where the log does not give them within that time.
   */
  async peek(limit: number, timeoutMilliseconds: number): Promise<readonly RecordedFact[]> {
    const deadline = performance.now() + timeoutMilliseconds;
    while (this.#read < limit) {
      const left = deadline - performance.now();
      if (left <= 0 || !(await within(left, this.#fill()))) {
        throw new LogSilentError(`The log did not give the facts up to position ${limit} in time`);
      }
    }
    return this.#upTo(limit);
  }

  /** Takes the facts up to a position. */
  drop(limit: number): void {
    this.#buffer = this.#buffer.slice(this.#upTo(limit).length);
  }

  async close(): Promise<void> {
    // In this order: the reader may be waiting for a fact, and ends only when it is told to.
    this.#ended.abort();
    await this.#batches.return(undefined);
  }

  #upTo(limit: number): readonly RecordedFact[] {
    const last = this.#buffer.at(-1);
    if (!last || last.position <= limit) return this.#buffer;
    const end = this.#buffer.findIndex(({ position }) => position > limit);
    return this.#buffer.slice(0, end);
  }

  /** Whether there was a batch. Calls that overlap wait for the same one. */
  async #fill(): Promise<boolean> {
    this.#next ??= this.#batches.next();
    const pending = this.#next;
    const batch = await pending;
    if (this.#next !== pending) return batch.done !== true;
    this.#next = undefined;
    if (batch.done) return false;
    this.#buffer = this.#buffer.length === 0 ? batch.value : [...this.#buffer, ...batch.value];
    this.#read = batch.value.at(-1)?.position ?? this.#read;
    // The next batch comes in while this one is folded; its error is whoever's asks for it.
    this.#next = this.#batches.next();
    this.#next.catch(() => undefined);
    return true;
  }
}

/** What it gives, or false when the time is up before. */
async function within(milliseconds: number, work: Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  try {
    return await Promise.race([work, timeUp]);
  } finally {
    clearTimeout(timer);
  }
}
