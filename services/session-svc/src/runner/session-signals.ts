import { headPosition, readFacts } from '@podium/jetstream';
import type { Recorded, RecordedFact } from '@podium/proto';
import type { NatsConnection } from 'nats';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { NATS } from '@podium/service-kit';

/** What others do to a session while it runs. */
export type SessionSignal = Recorded<
  | 'podium.session.v1.SessionStopping'
  | 'podium.session.v1.SessionCancelled'
  | 'podium.session.v1.PermissionAnswered'
  | 'podium.session.v1.QuestionAnswered'
>;

type Listener = (signal: SessionSignal) => void;

/**
 * Tells the runners of this process, within milliseconds, what others do to their sessions.
 *
 * Only a signal: a runner reads the session's state from the log when it begins, so a missed one delays nothing.
 */
@Injectable()
export class SessionSignals implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #nats: NatsConnection;
  readonly #closing = new AbortController();
  readonly #listeners = new Map<string, Set<Listener>>();

  constructor(@Inject(NATS) nats: NatsConnection) {
    this.#nats = nats;
  }

  async onApplicationBootstrap(): Promise<void> {
    void this.#follow(await headPosition(this.#nats));
  }

  beforeApplicationShutdown(): void {
    this.#closing.abort();
  }

  /** Calls back for each signal of the session. Returns what ends the subscription. */
  listen(sessionId: string, listener: Listener): () => void {
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
        if (!isSignal(fact)) continue;
        for (const listener of this.#listeners.get(fact.data.sessionId) ?? []) listener(fact);
      }
    }
  }
}

function isSignal(fact: RecordedFact): fact is SessionSignal {
  switch (fact.type) {
    case 'podium.session.v1.SessionStopping':
    case 'podium.session.v1.SessionCancelled':
    case 'podium.session.v1.PermissionAnswered':
    case 'podium.session.v1.QuestionAnswered':
      return true;
    default:
      return false;
  }
}
