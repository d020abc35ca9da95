import { Logger } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { deadline, type NatsConnection } from 'nats';
import type { DeliveredMessage } from '../delivery-message.ts';
import { ackTimeoutMs } from '../publish.ts';
import type { RetryResult } from '../parked/consumer-control.ts';
import { PullSubscription } from '../pull-subscription.ts';
import { pause } from '../unavailable.ts';
import { AggregateQueues } from './aggregate-queues.ts';
import { ConsumerControl } from './consumer-control.ts';
import { DeliveredElsewhereError } from './delivery.ts';
import { activeGroup, ensureDurable, rewindToAckFloor, standDown, type DurableConfig } from './durable-admin.ts';
import { HeldMessage } from './held-message.ts';
import { MessageProcessor, type ProcessingOptions } from './message-processor.ts';
import { retryParked } from './parked-retry.ts';
import { ParkingLot } from './parking.ts';
import { sleep } from './retry.ts';

export interface DurableOptions extends DurableConfig, ProcessingOptions {
  readonly service: string;
  /** Handlers at work at the same time, over all aggregates. */
  readonly maxConcurrent: number;
  /** Messages held at the same time, waiting ones included. */
  readonly maxHeld: number;
  /** How long handlers may go on at shutdown. */
  readonly drainSeconds: number;
  /** Whether a handler wants messages of this type; others are acknowledged unread. */
  wants(type: string): boolean;
}

/** A durable consumer with everything that its messages need: order, slots, signs of life, take-over, drain. */
export class DurableConsumer {
  readonly #nc: NatsConnection;
  readonly #options: DurableOptions;
  readonly #queues: AggregateQueues;
  readonly #parking: ParkingLot;
  readonly #processor: MessageProcessor;
  readonly #logger: Logger;
  readonly #held = new Map<number, HeldMessage>();
  /** Acknowledgements can be lost; what comes again after one is not done again by the same process. */
  readonly #finished = new LRUCache<number, true>({ max: 10_000 });
  readonly #stopping = new AbortController();
  readonly #letGo = new AbortController();
  readonly #control: ConsumerControl;
  #subscription: PullSubscription | undefined;
  /** What proves that this is the active instance, where only one is. */
  #pinId: string | undefined;
  #signsOfLife: NodeJS.Timeout | undefined;

  constructor(nc: NatsConnection, options: DurableOptions) {
    this.#nc = nc;
    this.#options = options;
    this.#queues = new AggregateQueues(options.maxConcurrent);
    this.#parking = new ParkingLot(nc, options.service, options.name);
    this.#logger = new Logger(`JetStream ${options.name}`);
    this.#processor = new MessageProcessor(options, {
      queues: this.#queues,
      parking: this.#parking,
      logger: this.#logger,
      stopping: this.#stopping.signal,
      letGo: this.#letGo.signal,
    });
    this.#control = new ConsumerControl(nc, {
      consumer: options.name,
      logger: this.#logger,
      isActive: () => !options.exclusive || this.#pinId !== undefined,
      retryParked: (subject, actor) => this.#retryParked(subject, actor),
      forget: () => this.#finished.clear(),
    });
  }

  /** @throws what keeps the consumer from being created. */
  async start(): Promise<void> {
    await this.#parking.open();
    await ensureDurable(this.#nc, this.#options);
    this.#signsOfLife = setInterval(() => this.#keepAll(), (this.#options.ackWaitSeconds * 1_000) / 3).unref();
    this.#subscribe();
    this.#control.start();
  }

  /** Stops taking messages, lets handlers end, and hands back what is left. */
  async drain(): Promise<void> {
    this.#stopping.abort();
    this.#control.stop();
    if (this.#options.atShutdown === 'let-go') this.#letGo.abort();
    await this.#subscription?.close();
    await this.#idleWithin(this.#options.drainSeconds * 1_000);
    if (!this.#letGo.signal.aborted) {
      this.#letGo.abort();
      await this.#idleWithin(lastChanceMs);
    }
    clearInterval(this.#signsOfLife);
    if (this.#held.size > 0) this.#logger.warn({ message: 'Handlers did not end in time', messages: this.#held.size });
    if (this.#nc.isClosed()) return;
    for (const message of this.#held.values()) message.handBack();
    this.#held.clear();
    await this.#sayGoodbye();
  }

  #subscribe(): void {
    const { stream, name, exclusive, maxHeld } = this.#options;
    this.#subscription = new PullSubscription(this.#nc, {
      stream,
      consumer: name,
      survivesReconnect: true,
      // The server bounds what the only active instance holds; it has to be asking all the time to stay the active one.
      room: exclusive ? () => maxHeld : () => maxHeld - this.#held.size,
      group: exclusive ? { name: activeGroup, pinId: this.#pinId } : undefined,
      onMessage: (message) => this.#receive(message),
      onUnpinned: () => (this.#pinId = undefined),
      onLost: (reason) => void this.#recover(reason),
    });
  }

  #receive(delivery: DeliveredMessage): void {
    const pinId = delivery.header('Nats-Pin-Id');
    if (pinId && pinId !== this.#pinId && this.#subscription) void this.#takeOver(pinId, this.#subscription);
    // While taking over nothing is received: it all comes again.
    if (pinId && !this.#subscription) return;
    const { sequence } = delivery;
    const held = this.#held.get(sequence);
    if (held) return held.redelivered(delivery);
    const type = delivery.header('ce-type');
    if (this.#finished.has(sequence) || (type && !this.#options.wants(type))) return delivery.ack();
    if (this.#stopping.signal.aborted) return delivery.nak();
    const message = new HeldMessage(delivery);
    this.#held.set(sequence, message);
    this.#queues.push(message.subject, () => this.#process(message));
  }

  async #process(message: HeldMessage): Promise<void> {
    let isDone: boolean;
    try {
      isDone = await this.#processor.process(message);
    } catch (error) {
      if (!(error instanceof DeliveredElsewhereError)) throw error;
      this.#held.delete(message.sequence);
      this.#subscription?.pull();
      return;
    }
    // After a drain that ran out of time the message has been handed back already.
    if (!this.#held.delete(message.sequence) || this.#nc.isClosed()) return;
    if (isDone) {
      this.#finished.set(message.sequence, true);
      message.done();
    } else {
      message.handBack();
    }
    this.#subscription?.pull();
  }

  /** In the queue of the aggregate, so that nothing of it is handled or parked meanwhile. */
  #retryParked(subject: string, actor: string): Promise<RetryResult> {
    return new Promise((resolve, reject) => {
      this.#queues.push(subject, () =>
        retryParked({ subject, actor }, this.#nc, this.#parking, {
          stopping: this.#stopping.signal,
          attempt: (message) => this.#processor.retryOnce(message),
        }).then(resolve, reject),
      );
    });
  }

  /** Became the active instance: what the one before left unfinished comes first. */
  async #takeOver(pinId: string, subscription: PullSubscription): Promise<void> {
    this.#pinId = pinId;
    this.#subscription = undefined;
    await subscription.close();
    await this.#untilAvailable(async () => {
      await this.#parking.open();
      await rewindToAckFloor(this.#nc, this.#options);
    });
    if (this.#isRunning()) this.#subscribe();
  }

  async #recover(reason: string): Promise<void> {
    this.#logger.warn({ message: 'Consumer interrupted', reason });
    await this.#untilAvailable(async () => {
      await this.#parking.open();
      await ensureDurable(this.#nc, this.#options);
    });
    if (this.#isRunning()) this.#subscribe();
  }

  async #untilAvailable(work: () => Promise<void>): Promise<void> {
    for (let attempt = 1; this.#isRunning(); attempt += 1) {
      try {
        await work();
        return;
      } catch (error) {
        if (attempt % 100 === 1) this.#logger.warn({ message: 'Consumer not available', error: String(error) });
        await pause(Math.min(attempt, 10));
      }
    }
  }

  #isRunning(): boolean {
    return !this.#stopping.signal.aborted && !this.#nc.isClosed() && !this.#nc.isDraining();
  }

  #keepAll(): void {
    if (this.#nc.isClosed()) clearInterval(this.#signsOfLife);
    else for (const message of this.#held.values()) message.keep();
  }

  async #idleWithin(milliseconds: number): Promise<void> {
    const timeout = new AbortController();
    await Promise.race([this.#queues.idle(), sleep(milliseconds, timeout.signal)]);
    timeout.abort();
  }

  /** Nothing here is needed for correctness, so a log that is away does not hold up the shutdown. */
  async #sayGoodbye(): Promise<void> {
    try {
      // After the acknowledgements: they must arrive before anyone takes over.
      if (this.#pinId) await standDown(this.#nc, this.#options);
      else await deadline(this.#nc.flush(), ackTimeoutMs);
    } catch (error) {
      this.#logger.warn({ message: 'The log did not hear of the shutdown', error: String(error) });
    }
  }
}

/** How long handlers have after their signal was aborted. */
const lastChanceMs = 1_000;
