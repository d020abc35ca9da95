import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import type { NatsConnection } from 'nats';
import { assertConsumerName } from '../subjects.ts';
import { jetStreamTransportId, patternOf, type Subscription } from './decorators.ts';
import { DurableConsumer, type DurableOptions } from './durable-consumer.ts';
import {
  factDurable,
  requestDurable,
  timerDurable,
  workDurable,
  type Handlers,
  type TransportSettings,
} from './durables.ts';
import { defaultRetry, type RetryOptions } from './retry.ts';

export interface JetStreamTransportOptions {
  readonly nc: NatsConnection;
  /** Name of the service: part of its consumers' names, so never change it. */
  readonly service: string;
  /** Requests, and facts of each process, handled at the same time. Default 64. */
  readonly maxConcurrent?: number;
  /** Time after which a silent instance's messages go to another one. Default 5. */
  readonly ackWaitSeconds?: number;
  /** How long handlers may go on at shutdown before their signal is aborted. Default 5. */
  readonly drainSeconds?: number;
  readonly retry?: Partial<RetryOptions>;
}

/**
 * Nest's handlers for requests, work, facts and timers (see OnRequest, OnWork, OnFact, OnTimer), each group on its durable consumer.
 *
 * A message is acknowledged when its handler is through. A failing one is tried again in this process, while its
 * aggregate waits and the rest goes on, and parked in the end.
 */
export class JetStreamTransport extends Server implements CustomTransportStrategy {
  override transportId = jetStreamTransportId;
  /** Keeps Nest from reporting errors that the transport retries. */
  override propagatesEventHandlerErrors = true;
  readonly #options: TransportSettings;
  readonly #consumers: DurableConsumer[] = [];

  constructor(options: JetStreamTransportOptions) {
    super();
    assertConsumerName(options.service);
    this.#options = {
      maxConcurrent: 64,
      ackWaitSeconds: 5,
      drainSeconds: 5,
      ...options,
      retry: { ...defaultRetry, ...options.retry },
    };
  }

  /** Called by Nest. Reports what keeps a consumer from starting. */
  async listen(callback: (error?: unknown) => void): Promise<void> {
    try {
      for (const options of this.#durables()) {
        const consumer = new DurableConsumer(this.#options.nc, options);
        await consumer.start();
        this.#consumers.push(consumer);
      }
      callback();
    } catch (error) {
      await this.close();
      callback(error);
    }
  }

  /** Called by Nest. Drains all consumers; the connection stays open. */
  async close(): Promise<void> {
    await Promise.all(this.#consumers.splice(0).map((consumer) => consumer.drain()));
  }

  override on(event: string): never {
    throw new Error(`This transport has no events to listen to: ${event}`);
  }

  override unwrap<T>(): T {
    return this.#options.nc as T;
  }

  #durables(): DurableOptions[] {
    const requests: Handlers = new Map();
    const timers: Handlers = new Map();
    const processes = new Map<string, Handlers>();
    const durables: DurableOptions[] = [];
    for (const [subscription, handler] of this.#subscriptions()) {
      switch (subscription.kind) {
        case 'request':
          requests.set(subscription.type, handler);
          break;
        case 'timer':
          timers.set(subscription.type, handler);
          break;
        case 'work':
          durables.push(workDurable(this.#options, subscription, handler));
          break;
        case 'fact':
          processes.set(
            subscription.process,
            (processes.get(subscription.process) ?? new Map()).set(subscription.type, handler),
          );
          break;
      }
    }
    if (requests.size > 0) durables.push(requestDurable(this.#options, requests));
    if (timers.size > 0) durables.push(timerDurable(this.#options, timers));
    for (const [process, handlers] of processes) durables.push(factDurable(this.#options, process, handlers));
    return durables;
  }

  *#subscriptions(): Generator<[Subscription, MessageHandler]> {
    for (const [pattern, handler] of this.messageHandlers) {
      if (handler.next) throw new Error(`Two methods are decorated for ${pattern}; only one can be`);
      const subscriptions = (handler.extras?.['subscriptions'] ?? []) as readonly Subscription[];
      const subscription = subscriptions.find((candidate) => patternOf(candidate) === pattern);
      if (!subscription) throw new Error(`${pattern} was not made by OnRequest, OnWork, OnFact or OnTimer`);
      yield [subscription, handler];
    }
  }
}
