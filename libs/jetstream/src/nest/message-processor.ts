import type { Logger } from '@nestjs/common';
import type { AggregateQueues } from './aggregate-queues.ts';
import { DeliveredElsewhereError, type DeliveryContext } from './delivery.ts';
import type { HeldMessage } from './held-message.ts';
import type { ParkingLot } from './parking.ts';
import { backoffMs, isForEver, sleep, type RetryOptions } from './retry.ts';

/** What is to be done about one message. */
export interface MessageWork {
  /** Called again after an error. */
  attempt(context: DeliveryContext): Promise<void>;
  /** Called when no further attempt will be made, before the message is parked. */
  refused?(): Promise<void>;
}

/** What a handler's work is made from. */
export type OpenableMessage = Pick<HeldMessage, 'data' | 'sequence' | 'subject'>;

export interface ProcessingOptions {
  readonly retry: RetryOptions;
  /** Whether what follows an unmanageable message on the same subject is put aside as well. */
  readonly parksAggregate: boolean;
  /** How handlers end at shutdown: 'finish' gives them time first, 'let-go' aborts them and hands their message on. */
  readonly atShutdown: 'finish' | 'let-go';
  /** Reads a message. Throwing means that no attempt can help. */
  open(message: OpenableMessage): MessageWork;
}

/** What the processor shares with its consumer. */
export interface ProcessingEnvironment {
  readonly queues: AggregateQueues;
  readonly parking: ParkingLot;
  readonly logger: Logger;
  /** Aborted when nothing new may begin. */
  readonly stopping: AbortSignal;
  /** Aborted when what runs has to end. */
  readonly letGo: AbortSignal;
}

/** Brings one message after the other to an end: handled, parked, or left to someone else. */
export class MessageProcessor {
  readonly #options: ProcessingOptions;
  readonly #env: ProcessingEnvironment;

  constructor(options: ProcessingOptions, environment: ProcessingEnvironment) {
    this.#options = options;
    this.#env = environment;
  }

  /**
   * True when the message is done with, false when it has to go to someone else.
   * @throws DeliveredElsewhereError when it is with someone else already.
   */
  async process(message: HeldMessage): Promise<boolean> {
    if (this.#options.parksAggregate) {
      const isParked = await this.#untilAvailable(message, () => this.#env.parking.isParked(message.subject));
      if (isParked === undefined) return false;
      if (isParked) return this.#park(message, 0);
    }
    let work: MessageWork;
    try {
      work = this.#options.open(message);
    } catch (error) {
      return this.#park(message, 1, error);
    }
    for (let attempt = 1; !this.#env.stopping.aborted; attempt += 1) {
      try {
        const isHandled = await this.#env.queues.withSlot(() => this.#attempt(message, work));
        return isHandled && !(this.#options.atShutdown === 'let-go' && this.#env.letGo.aborted);
      } catch (error) {
        if (error instanceof DeliveredElsewhereError) throw error;
        if (this.#env.stopping.aborted) return false;
        const isHopeless = attempt >= this.#options.retry.maxAttempts && !isForEver(error);
        if (isHopeless) return this.#park(message, attempt, error, work);
        this.#env.logger.warn({ message: 'Handler failed', ...fieldsOf(message), attempt, error: String(error) });
        await sleep(backoffMs(attempt, this.#options.retry), this.#env.stopping);
      }
    }
    return false;
  }

  /** Handles a message that had been parked. @throws what its handler throws. */
  async retryOnce(message: OpenableMessage): Promise<void> {
    const work = this.#options.open(message);
    const { subject, sequence } = message;
    await this.#env.queues.withSlot(() =>
      work.attempt({ signal: this.#env.letGo, deliveryCount: 1, subject, streamSequence: sequence }),
    );
  }

  async #attempt(message: HeldMessage, work: MessageWork): Promise<boolean> {
    // It may have waited for its slot for long.
    if (this.#env.stopping.aborted) return false;
    await work.attempt({
      signal: this.#env.letGo,
      deliveryCount: message.deliveryCount,
      subject: message.subject,
      streamSequence: message.sequence,
    });
    return true;
  }

  /** Puts the message aside. */
  async #park(message: HeldMessage, attempts: number, error?: unknown, work?: MessageWork): Promise<boolean> {
    const { logger, parking } = this.#env;
    if (error === undefined) logger.warn({ message: 'Message parked behind another one', ...fieldsOf(message) });
    else logger.error({ message: 'Message parked', ...fieldsOf(message), attempts, error });
    const isParked = await this.#untilAvailable(message, async () => {
      await work?.refused?.();
      await parking.park(message, attempts, error);
      return true;
    });
    return isParked ?? false;
  }

  /** Repeats it however long the log is away; undefined when the consumer is to stop. */
  async #untilAvailable<T>(message: HeldMessage, work: () => Promise<T>): Promise<T | undefined> {
    const { logger, stopping } = this.#env;
    for (let attempt = 1; !stopping.aborted; attempt += 1) {
      try {
        return await work();
      } catch (failure) {
        logger.warn({ message: 'Parking failed', ...fieldsOf(message), attempt, error: String(failure) });
        await sleep(backoffMs(attempt, this.#options.retry), stopping);
      }
    }
    return undefined;
  }
}

function fieldsOf(message: HeldMessage): Record<string, unknown> {
  return { stream: message.stream, sequence: message.sequence, subject: message.subject, type: message.type };
}
