import { Logger } from '@nestjs/common';
import { AckPolicy, DeliverPolicy, nanos, ReplayPolicy, type ConsumerConfig, type NatsConnection } from 'nats';
import { LRUCache } from 'lru-cache';
import type { DeliveredMessage } from '../delivery-message.ts';
import { pause } from '../publish.ts';
import { PullSubscription } from '../pull-subscription.ts';
import { AggregateQueues } from './aggregate-queues.ts';
import type { DeliveryContext } from './delivery.ts';
import { HeldMessage } from './held-message.ts';
import { ParkingLot } from './parking.ts';
import { backoffMs, isForEver, sleep, type RetryOptions } from './retry.ts';

/** One attempt after the other at the same message calls `attempt`; `refused` is called once before it is parked. */
export interface MessageWork {
  attempt(context: DeliveryContext): Promise<void>;
  refused?(): Promise<void>;
}

export interface DurableOptions {
  readonly service: string;
  /** Name of the durable consumer: all instances that use it share its messages out among them. */
  readonly name: string;
  readonly stream: string;
  readonly filters: readonly string[];
  /** Handlers at work at the same time, over all aggregates. */
  readonly maxConcurrent: number;
  /** Messages held at the same time, waiting ones included. */
  readonly maxHeld: number;
  readonly ackWaitSeconds: number;
  readonly retry: RetryOptions;
  /** Whether what follows an unmanageable message on the same subject is put aside as well. */
  readonly parksAggregate: boolean;
  /** How handlers end at shutdown: 'finish' gives them time first, 'let-go' aborts them and hands their message on. */
  readonly atShutdown: 'finish' | 'let-go';
  readonly drainSeconds: number;
  /** Whether a handler wants messages of this type; others are acknowledged unread. */
  wants(type: string): boolean;
  /** Reads a message. Throwing means that no further attempt can help. */
  open(message: HeldMessage): MessageWork;
}

/** A durable consumer with everything that its messages need: order, slots, signs of life, retries, parking, drain. */
export class DurableConsumer {
  readonly #nc: NatsConnection;
  readonly #options: DurableOptions;
  readonly #queues: AggregateQueues;
  readonly #parking: ParkingLot;
  readonly #held = new Map<number, HeldMessage>();
  /** Acknowledgements can be lost; what comes again after one is not done again by the same process. */
  readonly #finished = new LRUCache<number, true>({ max: 10_000 });
  readonly #stopping = new AbortController();
  readonly #letGo = new AbortController();
  readonly #logger: Logger;
  #subscription: PullSubscription | undefined;
  #signsOfLife: NodeJS.Timeout | undefined;

  constructor(nc: NatsConnection, options: DurableOptions) {
    this.#nc = nc;
    this.#options = options;
    this.#queues = new AggregateQueues(options.maxConcurrent);
    this.#parking = new ParkingLot(nc, options.service, options.name);
    this.#logger = new Logger(`JetStream ${options.name}`);
  }

  /** @throws what keeps the consumer from being created. */
  async start(): Promise<void> {
    await this.#parking.open();
    await this.#ensure();
    this.#signsOfLife = setInterval(() => this.#keepAll(), (this.#options.ackWaitSeconds * 1_000) / 3);
    this.#subscribe();
  }

  /** Stops taking messages, lets handlers end, and hands back what is left. */
  async drain(): Promise<void> {
    const { atShutdown, drainSeconds } = this.#options;
    this.#stopping.abort();
    if (atShutdown === 'let-go') this.#letGo.abort();
    await this.#subscription?.close();
    await this.#idleWithin(drainSeconds * 1_000);
    if (!this.#letGo.signal.aborted) {
      this.#letGo.abort();
      await this.#idleWithin(lastChanceMs);
    }
    clearInterval(this.#signsOfLife);
    if (this.#held.size > 0) this.#logger.warn({ message: 'Handlers did not end in time', messages: this.#held.size });
    for (const message of this.#held.values()) message.handBack();
    this.#held.clear();
    if (!this.#nc.isClosed()) await this.#nc.flush();
  }

  async #ensure(): Promise<void> {
    const { name, stream, filters, ackWaitSeconds } = this.#options;
    const { consumers } = await this.#nc.jetstreamManager({ checkAPI: false });
    const config: ConsumerConfig = {
      durable_name: name,
      ack_policy: AckPolicy.Explicit,
      deliver_policy: DeliverPolicy.All,
      replay_policy: ReplayPolicy.Instant,
      filter_subjects: [...filters],
      ack_wait: nanos(ackWaitSeconds * 1_000),
      max_ack_pending: maxAckPending,
      // Parking is done here, with the reason; a limit at the server would drop messages without a word.
      max_deliver: -1,
    };
    await consumers.add(stream, config);
  }

  #subscribe(): void {
    this.#subscription = new PullSubscription(this.#nc, {
      stream: this.#options.stream,
      consumer: this.#options.name,
      survivesReconnect: true,
      room: () => this.#options.maxHeld - this.#held.size,
      onMessage: (message) => this.#receive(message),
      onLost: (reason) => void this.#recover(reason),
    });
  }

  async #recover(reason: string): Promise<void> {
    this.#logger.warn({ message: 'Consumer interrupted', reason });
    for (let attempt = 1; !this.#stopping.signal.aborted && !this.#nc.isClosed(); attempt += 1) {
      try {
        await this.#ensure();
        this.#subscribe();
        return;
      } catch (error) {
        if (attempt % 100 === 1) this.#logger.warn({ message: 'Consumer not available', error: String(error) });
        await pause(Math.min(attempt, 10));
      }
    }
  }

  #receive(delivery: DeliveredMessage): void {
    const sequence = delivery.sequence;
    const held = this.#held.get(sequence);
    if (held) return held.redelivered(delivery);
    const type = delivery.headers?.get('ce-type');
    if (this.#finished.has(sequence) || (type && !this.#options.wants(type))) return delivery.ack();
    if (this.#stopping.signal.aborted) return delivery.nak();
    const message = new HeldMessage(delivery);
    this.#held.set(sequence, message);
    this.#queues.push(message.subject, () => this.#process(message));
  }

  async #process(message: HeldMessage): Promise<void> {
    const isDone = await this.#carryOut(message);
    // After a drain that ran out of time the message has been handed back already.
    if (!this.#held.delete(message.sequence)) return;
    if (isDone) {
      this.#finished.set(message.sequence, true);
      message.done();
    } else {
      message.handBack();
    }
    this.#subscription?.pull();
  }

  /** False where the message has to go to someone else. */
  async #carryOut(message: HeldMessage): Promise<boolean> {
    if (this.#options.parksAggregate && this.#parking.isParked(message.subject)) return this.#park(message, 0);
    let work: MessageWork;
    try {
      work = this.#options.open(message);
    } catch (error) {
      return this.#park(message, 1, error);
    }
    for (let attempt = 1; !this.#stopping.signal.aborted; attempt += 1) {
      try {
        const isHandled = await this.#queues.withSlot(() => this.#attempt(message, work));
        return isHandled && !(this.#options.atShutdown === 'let-go' && this.#letGo.signal.aborted);
      } catch (error) {
        if (this.#stopping.signal.aborted) return false;
        if (attempt >= this.#options.retry.maxAttempts && !isForEver(error))
          return this.#park(message, attempt, error, work);
        this.#logger.warn({ message: 'Handler failed', ...this.#fieldsOf(message), attempt, error: String(error) });
        await sleep(backoffMs(attempt, this.#options.retry), this.#stopping.signal);
      }
    }
    return false;
  }

  async #attempt(message: HeldMessage, work: MessageWork): Promise<boolean> {
    if (this.#stopping.signal.aborted) return false;
    await work.attempt({
      signal: this.#letGo.signal,
      deliveryCount: message.deliveryCount,
      subject: message.subject,
      streamSequence: message.sequence,
    });
    return true;
  }

  /** Puts the message aside, however long the log is away. */
  async #park(message: HeldMessage, attempts: number, error?: unknown, work?: MessageWork): Promise<boolean> {
    const parked = { ...this.#fieldsOf(message), attempts, error };
    this.#logger.error({
      message: error === undefined ? 'Message parked behind another' : 'Message parked',
      ...parked,
    });
    for (let attempt = 1; !this.#stopping.signal.aborted; attempt += 1) {
      try {
        await work?.refused?.();
        await this.#parking.park(message, attempts, error);
        return true;
      } catch (parkingError) {
        this.#logger.warn({
          message: 'Parking failed',
          ...this.#fieldsOf(message),
          attempt,
          error: String(parkingError),
        });
        await sleep(backoffMs(attempt, this.#options.retry), this.#stopping.signal);
      }
    }
    return false;
  }

  #keepAll(): void {
    if (this.#nc.isClosed()) return;
    for (const message of this.#held.values()) message.keep();
  }

  async #idleWithin(milliseconds: number): Promise<void> {
    const timeout = new AbortController();
    await Promise.race([this.#queues.idle(), sleep(milliseconds, timeout.signal)]);
    timeout.abort();
  }

  #fieldsOf(message: HeldMessage): Record<string, unknown> {
    return { stream: message.stream, sequence: message.sequence, subject: message.subject, type: message.type };
  }
}

/** How long handlers have after their signal was aborted. */
const lastChanceMs = 1_000;

/** Over all instances of a service; each one holds at most `maxHeld`. */
const maxAckPending = 10_000;
