import type { OutputLog } from '@podium/jetstream';
import { OutputKind } from '@podium/proto';
import { problemOf } from '@podium/service-kit';
import type { LiveHub } from './live-hub.ts';
import { roomOf, type Scope } from './scope.ts';
import type { SocketClient } from './socket-client.ts';
import type { SubscriptionStart } from './subscription-start.ts';
import type { Subscription } from './subscription.ts';

/** How much one client may follow at once. */
const mostFollowed = 50;

/** What one connected client follows. */
export class LiveConnection {
  readonly #client: SocketClient;
  readonly #hub: LiveHub;
  readonly #output: OutputLog;
  readonly #subscriptions = new Map<string, Subscription>();
  readonly #outputs = new Map<string, { readonly projectId: string; readonly abort: AbortController }>();

  constructor(client: SocketClient, hub: LiveHub, output: OutputLog) {
    this.#client = client;
    this.#hub = hub;
    this.#output = output;
    client.gone.addEventListener('abort', () => this.#close());
  }

  /**
   * Follows facts from a position on, instead of what was followed of that scope before.
   *
   * @param acknowledge called before the first fact is sent. Where a snapshot is needed, nothing is followed.
   */
  async subscribe(
    scope: Scope,
    after: number | undefined,
    acknowledge: (start: SubscriptionStart) => void,
  ): Promise<void> {
    const start = await this.#hub.startOf(scope, after);
    if (this.#client.gone.aborted) return;
    this.unsubscribe(scope);
    assertRoom(this.#subscriptions);
    acknowledge(start);
    if (start.snapshotNeeded) return;
    this.#subscriptions.set(roomOf(scope), this.#hub.subscribe(this.#client, scope, start.position));
  }

  unsubscribe(scope: Scope): void {
    const subscription = this.#subscriptions.get(roomOf(scope));
    if (!subscription) return;
    this.#hub.close(subscription);
    this.#subscriptions.delete(roomOf(scope));
  }

  /** Follows a session's output until its last chunk, at the pace of the client. Rejects when it can't be read. */
  async followOutput(projectId: string, sessionId: string, after: number): Promise<void> {
    this.stopOutput(sessionId);
    assertRoom(this.#outputs);
    const abort = new AbortController();
    this.#outputs.set(sessionId, { projectId, abort });
    const signal = AbortSignal.any([abort.signal, this.#client.gone]);
    try {
      for await (const { sequence, chunk } of this.#output.follow(projectId, sessionId, { after, signal })) {
        if (signal.aborted) return;
        this.#client.sendChunk(sessionId, sequence, chunk);
        if (chunk.kind === OutputKind.DONE) return;
        await this.#client.drained();
      }
    } finally {
      if (this.#outputs.get(sessionId)?.abort === abort) this.#outputs.delete(sessionId);
    }
  }

  stopOutput(sessionId: string): void {
    this.#outputs.get(sessionId)?.abort.abort();
    this.#outputs.delete(sessionId);
  }

  /** Ends all that is followed of a project. */
  drop(projectId: string): void {
    this.unsubscribe({ projectId });
    for (const [sessionId, output] of this.#outputs) if (output.projectId === projectId) this.stopOutput(sessionId);
  }

  #close(): void {
    for (const subscription of this.#subscriptions.values()) this.#hub.close(subscription);
    for (const { abort } of this.#outputs.values()) abort.abort();
  }
}

/** @throws ProblemError where a client follows too much already. */
function assertRoom(followed: ReadonlyMap<string, unknown>): void {
  if (followed.size < mostFollowed) return;
  throw problemOf(
    'too_many_requests',
    `A client may follow ${mostFollowed} things at once. Unsubscribe from some first.`,
  );
}
