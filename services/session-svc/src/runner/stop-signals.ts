import { headPosition, readFacts } from '@podium/jetstream';
import type { NatsConnection } from 'nats';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { NATS } from '@podium/service-kit';

/**
 * Tells the runners of this process, within milliseconds, that a stop was asked for or that the session ended.
 *
 * Only a signal: a runner reads the session's state from the log when it begins, so a missed one delays nothing.
 */
@Injectable()
export class StopSignals implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #nats: NatsConnection;
  readonly #closing = new AbortController();
  readonly #listeners = new Map<string, Set<() => void>>();

  constructor(@Inject(NATS) nats: NatsConnection) {
    this.#nats = nats;
  }

  async onApplicationBootstrap(): Promise<void> {
    void this.#follow(await headPosition(this.#nats));
  }

  beforeApplicationShutdown(): void {
    this.#closing.abort();
  }

  /** Calls back for each stop or end of the session. Returns what ends the subscription. */
  listen(sessionId: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(sessionId) ?? new Set();
    this.#listeners.set(sessionId, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(sessionId);
    };
  }

  async #follow(after: number): Promise<void> {
    const { signal } = this.#closing;
    for await (const facts of readFacts(this.#nats, { after, contexts: ['session'], signal })) {
      for (const fact of facts) {
        if (fact.type !== 'podium.session.v1.SessionStopping' && fact.type !== 'podium.session.v1.SessionCancelled') {
          continue;
        }
        for (const listener of this.#listeners.get(fact.data.sessionId) ?? []) listener();
      }
    }
  }
}
