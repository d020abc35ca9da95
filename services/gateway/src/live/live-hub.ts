import type { RecordedFact } from '@podium/proto';
import { projectIdOf } from '@podium/proto';
import type { FactFeed } from './fact-feed.ts';
import type { FactSource } from './fact-source.ts';
import type { LiveClient } from './live-client.ts';
import type { Scope } from './scope.ts';
import { subscriptionStart, type SubscriptionStart } from './subscription-start.ts';
import { Subscription } from './subscription.ts';

/** Port: sends a fact to everyone in a scope's room, encoded once. */
export type Broadcast = (scope: Scope, fact: RecordedFact) => void;

export interface LiveHubOptions {
  readonly feed: FactFeed;
  readonly source: FactSource;
  readonly broadcast: Broadcast;
  /** A client that missed more facts than this is better off with a new snapshot. */
  readonly mostReplayed: number;
  /** Messages waiting for one client above which it is taken off the broadcast. */
  readonly largestBacklog: number;
  readonly onError: (error: unknown) => void;
}

/** All live subscriptions of this gateway. */
export class LiveHub {
  readonly #options: LiveHubOptions;
  readonly #subscriptions = new Set<Subscription>();
  readonly #stop: () => void;

  constructor(options: LiveHubOptions) {
    this.#options = options;
    this.#stop = options.feed.onFacts((facts) => this.#broadcast(facts));
  }

  /** Decides where a subscription starts. Nothing is sent before {@link subscribe}. */
  async startOf(scope: Scope, after: number | undefined): Promise<SubscriptionStart> {
    return subscriptionStart(this.#options, { after, scope, limit: this.#options.mostReplayed });
  }

  /** Serves a client until the subscription is closed. */
  subscribe(client: LiveClient, scope: Scope, after: number): Subscription {
    const subscription = new Subscription(client, this.#options, { scope, after });
    this.#subscriptions.add(subscription);
    subscription
      .run()
      .catch((error: unknown) => this.#options.onError(error))
      .finally(() => this.close(subscription));
    return subscription;
  }

  close(subscription: Subscription): void {
    subscription.close();
    this.#subscriptions.delete(subscription);
  }

  stop(): void {
    this.#stop();
    for (const subscription of this.#subscriptions) this.close(subscription);
  }

  #broadcast(facts: readonly RecordedFact[]): void {
    for (const fact of facts) {
      this.#options.broadcast({}, fact);
      this.#options.broadcast({ projectId: projectIdOf(fact) }, fact);
    }
    for (const subscription of this.#subscriptions) subscription.demoteIfSlow(this.#options.largestBacklog);
  }
}
