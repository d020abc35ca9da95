import { createInbox, nanos, type Msg, type NatsConnection, type Subscription } from 'nats';
import { DeliveredMessage } from './delivery-message.ts';
import { onReconnect } from './reconnects.ts';
import { encoded } from './wire.ts';

export interface PullOptions {
  readonly stream: string;
  readonly consumer: string;
  /** How many messages the receiver can take now, those asked for but not yet here included. */
  readonly room: () => number;
  readonly onMessage: (message: DeliveredMessage) => void;
  /** Called at most once, when the consumer does not answer any more; the subscription is of no use then. */
  readonly onLost: (reason: string) => void;
  /** Whether messages that a cut connection swallowed come again by themselves. */
  readonly survivesReconnect: boolean;
}

const expiresMs = 30_000;
const heartbeatMs = 5_000;

/**
 * Asks a pull consumer for as many messages as there is room for, and for more when room comes free. The client's own
 * `consume()` keeps asking whatever its receiver does with the messages, so it bounds neither memory nor work.
 */
export class PullSubscription {
  readonly #nc: NatsConnection;
  readonly #options: PullOptions;
  readonly #subscription: Subscription;
  readonly #watch: NodeJS.Timeout;
  readonly #stopWatchingConnection: () => void;
  /** Messages asked for that have not come yet. */
  #outstanding = 0;
  #lastHeardAt = performance.now();
  #isOver = false;

  constructor(nc: NatsConnection, options: PullOptions) {
    this.#nc = nc;
    this.#options = options;
    this.#subscription = nc.subscribe(createInbox(), {
      callback: (error, message) => (error ? this.#lose(error.message) : this.#receive(message)),
    });
    this.#watch = setInterval(() => this.#checkHeartbeat(), heartbeatMs);
    this.#stopWatchingConnection = onReconnect(nc, () => this.#reconnected());
    this.pull();
  }

  /** Call when room has come free. */
  pull(): void {
    if (this.#isOver || this.#nc.isClosed()) return;
    const room = this.#options.room();
    const batch = room - this.#outstanding;
    // Asking for every single message anew would cost a request per message.
    if (batch <= 0 || (this.#outstanding > 0 && batch < room / 2)) return;
    this.#outstanding += batch;
    const request = { batch, expires: nanos(expiresMs), idle_heartbeat: nanos(heartbeatMs) };
    const api = `$JS.API.CONSUMER.MSG.NEXT.${this.#options.stream}.${this.#options.consumer}`;
    this.#nc.publish(api, encoded(request), { reply: this.#subscription.getSubject() });
  }

  /** Stops asking. Messages that are already on their way still reach `onMessage` before this returns. */
  async close(): Promise<void> {
    if (this.#isOver) return;
    this.#end();
    if (!this.#nc.isClosed()) await this.#subscription.drain();
  }

  #receive(message: Msg): void {
    this.#lastHeardAt = performance.now();
    const isStatus = message.subject === this.#subscription.getSubject();
    if (!isStatus) {
      this.#outstanding = Math.max(0, this.#outstanding - 1);
      this.#options.onMessage(new DeliveredMessage(message));
      this.pull();
    } else if (!this.#isOver) {
      this.#status(
        message.headers?.code ?? 0,
        message.headers?.description ?? '',
        message.headers?.get('Nats-Pending-Messages'),
      );
    }
  }

  /** Source: https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-37.md */
  #status(code: number, description: string, unserved: string | undefined): void {
    if (code === 100) return;
    if ((code === 408 || code === 409) && unserved) {
      this.#outstanding = Math.max(0, this.#outstanding - Number(unserved));
      this.pull();
      return;
    }
    this.#lose(`${code} ${description}`.trim());
  }

  #checkHeartbeat(): void {
    const silentMs = performance.now() - this.#lastHeardAt;
    if (this.#outstanding > 0 && silentMs > 2.5 * heartbeatMs) this.#lose('heartbeats missed');
    else this.pull();
  }

  #reconnected(): void {
    if (!this.#options.survivesReconnect) return this.#lose('reconnected');
    // What was asked for over the old connection may never be answered.
    this.#outstanding = 0;
    this.#lastHeardAt = performance.now();
    this.pull();
  }

  #lose(reason: string): void {
    if (this.#isOver) return;
    this.#end();
    if (!this.#nc.isClosed()) this.#subscription.unsubscribe();
    this.#options.onLost(reason);
  }

  #end(): void {
    this.#isOver = true;
    clearInterval(this.#watch);
    this.#stopWatchingConnection();
  }
}
