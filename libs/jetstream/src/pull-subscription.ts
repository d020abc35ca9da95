import { createInbox, nanos, type Msg, type NatsConnection, type Subscription } from 'nats';
import { DeliveredMessage } from './delivery-message.ts';
import { onReconnect } from './reconnects.ts';
import { encoded } from './wire.ts';

export interface PullOptions {
  readonly stream: string;
  readonly consumer: string;
  /** Where only one instance at a time gets messages: the group that it asks for, and what proves that it is the one. */
  readonly group?: { readonly name: string; readonly pinId?: string | undefined } | undefined;
  /** How many messages the receiver can take now, those asked for but not yet here included. */
  readonly room: () => number;
  readonly onMessage: (message: DeliveredMessage) => void;
  /** Called when another instance has become the active one of the group. */
  readonly onUnpinned?: () => void;
  /** Called at most once, when the consumer does not answer any more; the subscription is of no use then. */
  readonly onLost: (reason: string) => void;
  /** Whether messages that a cut connection swallowed come again by themselves. */
  readonly survivesReconnect: boolean;
}

interface Timing {
  readonly expiresMs: number;
  readonly heartbeatMs: number;
}

const patient: Timing = { expiresMs: 30_000, heartbeatMs: 5_000 };
/** The active one of a group has to ask again before the server takes it for dead. */
const frequent: Timing = { expiresMs: 1_500, heartbeatMs: 500 };

/**
 * Asks a pull consumer for as many messages as there is room for, and for more when room comes free. The client's own
 * `consume()` keeps asking whatever its receiver does with the messages, so it bounds neither memory nor work.
 */
export class PullSubscription {
  readonly #nc: NatsConnection;
  readonly #options: PullOptions;
  readonly #timing: Timing;
  readonly #subscription: Subscription;
  readonly #watch: NodeJS.Timeout;
  readonly #stopWatchingConnection: () => void;
  /** Messages asked for that have not come yet. */
  #outstanding = 0;
  #lastHeardAt = performance.now();
  #pinId: string | undefined;
  #isOver = false;

  constructor(nc: NatsConnection, options: PullOptions) {
    this.#nc = nc;
    this.#options = options;
    this.#timing = options.group ? frequent : patient;
    this.#pinId = options.group?.pinId;
    this.#subscription = nc.subscribe(createInbox(), {
      callback: (error, message) => (error ? this.#lose(error.message) : this.#receive(message)),
    });
    this.#watch = setInterval(() => this.#checkHeartbeat(), this.#timing.heartbeatMs).unref();
    this.#stopWatchingConnection = onReconnect(nc, () => this.#reconnected());
    this.pull();
  }

  /** Call when room has come free. */
  pull(): void {
    if (this.#isOver || this.#nc.isClosed() || this.#nc.isDraining()) return;
    const room = this.#options.room();
    const batch = room - this.#outstanding;
    // Asking for every single message anew would cost a request per message.
    if (batch <= 0 || (this.#outstanding > 0 && batch < room / 2)) return;
    this.#outstanding += batch;
    const { expiresMs, heartbeatMs } = this.#timing;
    const membership = this.#options.group ? { group: this.#options.group.name, id: this.#pinId } : {};
    const request = { batch, expires: nanos(expiresMs), idle_heartbeat: nanos(heartbeatMs), ...membership };
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
    if (code === pinMismatch) {
      // Another instance is the active one now: stand by.
      this.#pinId = undefined;
      this.#options.onUnpinned?.();
      this.#outstanding = 0;
      this.pull();
      return;
    }
    this.#lose(`${code} ${description}`.trim());
  }

  #checkHeartbeat(): void {
    if (this.#nc.isClosed()) return this.#end();
    const silentMs = performance.now() - this.#lastHeardAt;
    if (this.#outstanding > 0 && silentMs > Math.max(minSilenceMs, 2.5 * this.#timing.heartbeatMs))
      this.#lose('heartbeats missed');
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

/** Answer to a pull by an instance that was the active one of its group and is not any more. */
const pinMismatch = 423;

/** A busy process must not take its own pause for the server's silence. */
const minSilenceMs = 5_000;
