import type { NatsConnection } from 'nats';
import type { RetryResult } from '../parked/consumer-control.ts';
import { describedError } from '../parked/reference.ts';
import { messageAt } from '../stored-messages.ts';
import type { OpenableMessage } from './message-processor.ts';
import type { ParkingLot } from './parking.ts';

/** What a retry needs of the consumer. */
export interface RetryEnvironment {
  /** Aborted when nothing new may begin. */
  readonly stopping: AbortSignal;
  /** Runs the handler once. */
  attempt(message: OpenableMessage): Promise<void>;
}

/**
 * Handles the parked messages on a subject in their order, and takes each out when it is handled. Stops at the first one
 * that fails: what follows stays behind it. A crash in between repeats at most one message.
 *
 * @throws LogUnavailableError
 */
export async function retryParked(
  { subject, actor }: { readonly subject: string; readonly actor: string },
  nc: NatsConnection,
  parking: ParkingLot,
  { stopping, attempt }: RetryEnvironment,
): Promise<RetryResult> {
  const handled: number[] = [];
  for (const parked of await parking.messagesOn(subject)) {
    const { stream, sequence } = parked.reference;
    // A message that was parked twice is handled once.
    if (handled.at(-1) !== sequence) {
      try {
        stopping.throwIfAborted();
        const message = await messageAt(nc, stream, sequence);
        if (!message) throw new Error(`${stream} does not hold message ${sequence} any more`);
        await attempt(message);
      } catch (error) {
        return { handled, failed: { sequence, error: describedError(error) } };
      }
      handled.push(sequence);
    }
    await parking.unpark(parked, actor);
  }
  return { handled };
}
