import type { ParkedError } from './reference.ts';

/** What operators can ask the running instances of a durable consumer for, over the core of NATS. */
export type ConsumerControlRequest =
  | {
      /** Handle the parked messages of an aggregate once more, in order. Only the active instance answers. */
      readonly command: 'retry';
      readonly subject: string;
      /** Who asks; kept with the resolution. */
      readonly actor: string;
    }
  /** Handle messages again that this process has handled, as the consumer is about to be rewound. All answer. */
  | { readonly command: 'forget' };

/** How handling the parked messages of an aggregate went. */
export interface RetryResult {
  /** Sequences of the messages that were handled now, in order; they are parked no more. */
  readonly handled: readonly number[];
  /** Where it stopped: the aggregate stays parked from there on. */
  readonly failed?: { readonly sequence: number; readonly error: ParkedError };
}
