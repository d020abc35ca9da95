import type { FactFeed } from './fact-feed.ts';
import type { FactSource } from './fact-source.ts';
import type { LiveClient } from './live-client.ts';
import { missedFacts } from './missed-facts.ts';
import type { Scope } from './scope.ts';

/**
 * One client's view of one scope: every fact after its cursor, in order, once.
 *
 * It is either live (in the room that facts are broadcast to) or catching up (reading by itself, at the pace of the
 * client). A client that is too slow for the broadcast is sent back to catching up: what it has not seen waits in
 * the log, not in this process.
 */
export class Subscription {
  readonly scope: Scope;
  readonly #client: LiveClient;
  readonly #log: { feed: FactFeed; source: FactSource };
  readonly #abort = new AbortController();
  #cursor: number;
  #isLive = false;
  #wake: () => void = () => undefined;

  constructor(client: LiveClient, log: { feed: FactFeed; source: FactSource }, at: { scope: Scope; after: number }) {
    this.scope = at.scope;
    this.#client = client;
    this.#log = log;
    this.#cursor = at.after;
  }

  get isLive(): boolean {
    return this.#isLive;
  }

  /** Serves the client until it is closed. Rejects when the log can't be read. */
  async run(): Promise<void> {
    while (!this.#abort.signal.aborted) {
      await this.#catchUp();
      await this.#untilDemoted();
    }
  }

  /** Sends a live client back to catching up if it doesn't keep pace. Call after each broadcast. */
  demoteIfSlow(largestBacklog: number): void {
    if (!this.#isLive || this.#client.backlog() <= largestBacklog) return;
    this.#client.leave(this.scope);
    this.#isLive = false;
    this.#cursor = this.#log.feed.position;
    this.#wake();
  }

  close(): void {
    this.#abort.abort();
    if (this.#isLive) this.#client.leave(this.scope);
    this.#isLive = false;
    this.#wake();
  }

  async #catchUp(): Promise<void> {
    const { signal } = this.#abort;
    await this.#client.drained();
    while (!signal.aborted) {
      for await (const { facts, upTo } of missedFacts(this.#log, { after: this.#cursor, scope: this.scope, signal })) {
        for (const fact of facts) this.#client.sendFact(fact, this.scope);
        this.#cursor = upTo;
        await this.#client.drained();
      }
      if (signal.aborted) return;
      if (this.#cursor === this.#log.feed.position) break;
      // A client may know of a fact that this gateway has not read yet.
      if (this.#cursor > this.#log.feed.position) await this.#feedReaches(this.#cursor);
    }
    if (signal.aborted) return;
    this.#client.join(this.scope);
    this.#isLive = true;
    this.#client.sendSynced(this.#cursor, this.scope);
  }

  async #feedReaches(position: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const stop = this.#log.feed.onFacts(() => {
        if (this.#log.feed.position >= position) done();
      });
      const done = (): void => {
        stop();
        resolve();
      };
      this.#wake = done;
    });
  }

  async #untilDemoted(): Promise<void> {
    if (!this.#isLive) return;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
  }
}
