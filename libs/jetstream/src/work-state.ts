import type { NatsConnection } from 'nats';
import { lastOn } from './batch-get.ts';
import { translated } from './errors.ts';
import { manager, streams } from './streams.ts';
import { requestSubject, type RequestAddress } from './subjects.ts';

/** Where the newest work message of an aggregate is. */
export type WorkState =
  /** There is none: it was never written, or the stream has lost it. */
  | { readonly kind: 'absent' }
  /** No instance was given it yet. */
  | { readonly kind: 'waiting'; readonly sequence: number }
  /** It was handed out. Whether someone holds it, only the instances themselves can say. */
  | { readonly kind: 'delivered'; readonly sequence: number };

/**
 * Looks up the newest work message of an aggregate.
 *
 * @param consumer name of the durable consumer that hands it out. @throws LogUnavailableError
 */
export async function workState(nc: NatsConnection, address: RequestAddress, consumer: string): Promise<WorkState> {
  const message = await lastOn(nc, streams.requests, requestSubject(address));
  if (!message) return { kind: 'absent' };
  const { sequence } = message;
  const { consumers } = await manager(nc);
  try {
    const { delivered } = await consumers.info(streams.requests, consumer);
    return { kind: sequence > delivered.stream_seq ? 'waiting' : 'delivered', sequence };
  } catch (error) {
    throw translated(error);
  }
}
