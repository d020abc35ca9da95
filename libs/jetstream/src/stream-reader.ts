import { LogUnavailableError } from '@podium/event-sourcing';
import { AckPolicy, DeliverPolicy, nanos, ReplayPolicy, type NatsConnection } from 'nats';
import type { DeliveredMessage } from './delivery-message.ts';
import { manager } from './streams.ts';
import { pause } from './unavailable.ts';
import { PullSubscription } from './pull-subscription.ts';

export interface ReadOptions {
  readonly stream: string;
  readonly filters: readonly string[];
  /** Messages after this sequence; 0 for all. */
  readonly after: number;
  /** Ends the iteration. */
  readonly signal: AbortSignal;
  /** Most messages per batch. */
  readonly maxBatch: number;
  /** How long a batch waits for messages that are known to be coming. At the head of the stream it waits for none. */
  readonly maxWaitMs: number;
  /** Told each time that reading was interrupted; it goes on by itself. */
  readonly onInterrupted?: ((reason: string) => void) | undefined;
}

/**
 * A stream's messages in order from a sequence on, live for ever, without gap or repeat: every interruption makes a
 * new consumer that starts after the last message that was received. Reads ahead by at most two batches.
 */
export async function* readStream(
  nc: NatsConnection,
  options: ReadOptions,
): AsyncGenerator<readonly DeliveredMessage[]> {
  const reader = new StreamReader(nc, options);
  try {
    for (;;) {
      const batch = await reader.next();
      if (!batch) return;
      yield batch;
    }
  } finally {
    await reader.close();
  }
}

class StreamReader {
  readonly #nc: NatsConnection;
  readonly #options: ReadOptions;
  readonly #readAhead: number;
  #queue: DeliveredMessage[] = [];
  #wake: (() => void) | undefined;
  #lastReceived: number;
  #subscription: PullSubscription | undefined;
  #consumer: string | undefined;
  #failure: Error | undefined;
  #isOver = false;

  constructor(nc: NatsConnection, options: ReadOptions) {
    this.#nc = nc;
    this.#options = options;
    this.#readAhead = options.maxBatch * 2;
    this.#lastReceived = options.after;
    options.signal.addEventListener('abort', this.#stop, { once: true });
    if (options.signal.aborted) this.#stop();
    void nc
      .closed()
      .then((cause) => this.#fail(new LogUnavailableError('The connection to the log was closed', { cause })));
    this.#beginToSubscribe();
  }

  /** The next batch, as soon as there is a message; undefined after the end. */
  async next(): Promise<readonly DeliveredMessage[] | undefined> {
    const { maxBatch, maxWaitMs } = this.#options;
    while (this.#queue.length === 0 && !this.#isOver) await this.#change();
    const deadline = performance.now() + maxWaitMs;
    while (this.#queue.length < maxBatch && this.#moreIsComing() && !this.#isOver) {
      const remaining = deadline - performance.now();
      if (remaining <= 0) break;
      await this.#change(remaining);
    }
    if (this.#failure) throw this.#failure;
    if (this.#isOver) return undefined;
    const batch = this.#queue.splice(0, maxBatch);
    this.#subscription?.pull();
    return batch;
  }

  async close(): Promise<void> {
    this.#stop();
    this.#options.signal.removeEventListener('abort', this.#stop);
    await this.#subscription?.close();
    await this.#deleteConsumer();
  }

  #moreIsComing(): boolean {
    return (this.#queue.at(-1)?.pending ?? 0) > 0;
  }

  async #change(timeoutMs?: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      if (timeoutMs !== undefined) timer = setTimeout(resolve, timeoutMs);
    });
    clearTimeout(timer);
    this.#wake = undefined;
  }

  #beginToSubscribe(): void {
    this.#subscribe().catch((error: unknown) => this.#fail(error));
  }

  /** Repeats until there is a consumer: the log may be away for long. */
  async #subscribe(): Promise<void> {
    for (let attempt = 1; !this.#isOver; attempt += 1) {
      try {
        this.#consumer = await this.#createConsumer();
        break;
      } catch (error) {
        if (attempt === 1) this.#options.onInterrupted?.(error instanceof Error ? error.message : String(error));
        await pause(Math.min(attempt, 10));
      }
    }
    if (this.#isOver || !this.#consumer) return this.#deleteConsumer();
    let delivered = 0;
    const subscription: PullSubscription = new PullSubscription(this.#nc, {
      stream: this.#options.stream,
      consumer: this.#consumer,
      survivesReconnect: false,
      room: () => this.#readAhead - this.#queue.length,
      onMessage: (message) => {
        if (message.deliverySequence !== delivered + 1) {
          if (this.#subscription === subscription) this.#interrupted('a message is missing', subscription);
          return;
        }
        delivered += 1;
        this.#lastReceived = message.sequence;
        this.#queue.push(message);
        const isFull = this.#queue.length >= this.#options.maxBatch;
        if (isFull || this.#queue.length === 1 || !this.#moreIsComing()) this.#wake?.();
      },
      onLost: (reason) => this.#interrupted(reason, subscription),
    });
    this.#subscription = subscription;
  }

  async #createConsumer(): Promise<string> {
    const { consumers } = await manager(this.#nc);
    const info = await consumers.add(this.#options.stream, {
      ack_policy: AckPolicy.None,
      deliver_policy: DeliverPolicy.StartSequence,
      replay_policy: ReplayPolicy.Instant,
      opt_start_seq: this.#lastReceived + 1,
      filter_subjects: [...this.#options.filters],
      max_deliver: 1,
      mem_storage: true,
      num_replicas: 1,
      // The server forgets it by itself when its reader has died.
      inactive_threshold: nanos(60_000),
    });
    return info.name;
  }

  #interrupted(reason: string, subscription: PullSubscription): void {
    this.#subscription = undefined;
    if (this.#isOver) return;
    this.#options.onInterrupted?.(reason);
    void subscription
      .close()
      .then(() => this.#deleteConsumer())
      .then(() => this.#beginToSubscribe());
  }

  async #deleteConsumer(): Promise<void> {
    const name = this.#consumer;
    this.#consumer = undefined;
    if (!name || this.#nc.isClosed()) return;
    // A courtesy to the server, without waiting for the answer: it forgets idle consumers anyway.
    this.#nc.publish(`$JS.API.CONSUMER.DELETE.${this.#options.stream}.${name}`);
  }

  #fail(error: unknown): void {
    if (this.#isOver) return;
    this.#failure = error instanceof Error ? error : new Error(String(error));
    this.#stop();
  }

  readonly #stop = (): void => {
    this.#isOver = true;
    this.#wake?.();
  };
}
