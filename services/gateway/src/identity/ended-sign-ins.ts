import type { EndedSignIn, EndedSignInBucket } from '@podium/jetstream';
import { inTime } from '../requests/in-time.ts';

const logTimeoutMs = 2_500;

/** Told of a sign-in that has ended before its time. Must not throw. */
export type EndListener = (signInId: string) => void;

/**
 * Which sign-ins have ended before their time: by the cookie alone nobody could tell, as browsers keep it and others may
 * have copied it. All of them are kept in memory until they would have ended anyway; gateways hear of each other's.
 */
export class EndedSignIns {
  readonly #bucket: EndedSignInBucket;
  readonly #onInterrupted: (error: unknown) => void;
  readonly #lastUntilMs = new Map<string, number>();
  readonly #listeners = new Set<EndListener>();
  readonly #abort = new AbortController();
  #following: Promise<void> | undefined;

  constructor(bucket: EndedSignInBucket, onInterrupted: (error: unknown) => void) {
    this.#bucket = bucket;
    this.#onInterrupted = onInterrupted;
  }

  /** Reads what there is, and listens from then on. @throws LogUnavailableError */
  async start(): Promise<void> {
    const { ended, sequence } = await this.#bucket.read();
    this.#remember(ended);
    this.#following = this.#follow(sequence);
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#following;
  }

  has(signInId: string): boolean {
    return this.#lastUntilMs.has(signInId);
  }

  /** Ends a sign-in at all gateways. @throws LogUnavailableError where nobody knows whether the others were told */
  async end(signIn: EndedSignIn): Promise<void> {
    await inTime(logTimeoutMs, this.#bucket.put(signIn));
    this.#remember([signIn]);
  }

  /** @returns a function that ends it. */
  onEnded(listener: EndListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #follow(after: number): Promise<void> {
    try {
      for await (const ended of this.#bucket.follow(after, this.#abort.signal)) this.#remember(ended);
    } catch (error) {
      // The connection was closed for good: the gateway ends.
      if (!this.#abort.signal.aborted) this.#onInterrupted(error);
    }
  }

  #remember(ended: readonly EndedSignIn[]): void {
    const now = Date.now();
    for (const [id, lastsUntilMs] of this.#lastUntilMs) if (lastsUntilMs < now) this.#lastUntilMs.delete(id);
    for (const { id, lastsUntilMs } of ended) {
      if (lastsUntilMs < now || this.#lastUntilMs.has(id)) continue;
      this.#lastUntilMs.set(id, lastsUntilMs);
      for (const listener of this.#listeners) listener(id);
    }
  }
}
