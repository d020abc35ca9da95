import type { Logger } from '@nestjs/common';
import type { Msg, NatsConnection, Subscription } from 'nats';
import type { ConsumerControlRequest, RetryResult } from '../parked/consumer-control.ts';
import { consumerControlSubject } from '../subjects.ts';
import { encoded } from '../wire.ts';

export interface ConsumerControlOptions {
  readonly consumer: string;
  readonly logger: Logger;
  /** Whether this instance is the one that handles messages now. */
  isActive(): boolean;
  retryParked(subject: string, actor: string): Promise<RetryResult>;
  /** Lets messages that this process has handled be handled again. */
  forget(): void;
}

/** Answers operators while the consumer runs. */
export class ConsumerControl {
  readonly #nc: NatsConnection;
  readonly #options: ConsumerControlOptions;
  #subscription: Subscription | undefined;

  constructor(nc: NatsConnection, options: ConsumerControlOptions) {
    this.#nc = nc;
    this.#options = options;
  }

  start(): void {
    const { consumer, logger } = this.#options;
    this.#subscription = this.#nc.subscribe(consumerControlSubject(consumer), {
      callback: (error, message) => {
        if (error) logger.warn({ message: 'Control of the consumer failed', error: error.message });
        else void this.#answer(message);
      },
    });
  }

  stop(): void {
    if (!this.#nc.isClosed()) this.#subscription?.unsubscribe();
  }

  async #answer(message: Msg): Promise<void> {
    const { isActive, retryParked, forget, logger } = this.#options;
    try {
      const request = message.json<ConsumerControlRequest>();
      if (request.command === 'forget') {
        forget();
        message.respond(encoded({}));
      } else if (isActive()) {
        logger.log({ message: 'Parked messages are retried', subject: request.subject, actor: request.actor });
        message.respond(encoded(await retryParked(request.subject, request.actor)));
      }
    } catch (error) {
      // No answer: whoever asks looks at what is parked then.
      logger.error({ message: 'A request of an operator failed', error: String(error) });
    }
  }
}
