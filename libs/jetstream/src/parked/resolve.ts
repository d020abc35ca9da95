import { headers, type NatsConnection } from 'nats';
import { LogRefusedError, translated } from '../errors.ts';
import { publishUntilAcked } from '../publish.ts';
import { manager, streams } from '../streams.ts';
import { resolvedSubject } from '../subjects.ts';
import { encoded } from '../wire.ts';
import type { ParkedMessage, ParkedResolution } from './reference.ts';

/**
 * Writes down what became of a reference, and then removes it: a crash in between leaves a reference too many, never
 * one too few.
 *
 * @throws LogUnavailableError
 */
export async function resolveParked(
  nc: NatsConnection,
  { id, reference }: ParkedMessage,
  how: Pick<ParkedResolution, 'resolution' | 'actor' | 'reason'>,
): Promise<void> {
  const resolution: ParkedResolution = { id, at: new Date().toISOString(), ...how, reference };
  const messageHeaders = headers();
  messageHeaders.set('Nats-Msg-Id', `${id}:${how.resolution}`);
  await publishUntilAcked(nc, {
    subject: resolvedSubject(reference.service, reference.consumer),
    payload: encoded(resolution),
    headers: messageHeaders,
  });
  const { streams: api } = await manager(nc);
  try {
    await api.deleteMessage(streams.parked, id, false);
  } catch (cause) {
    const error = translated(cause);
    if (!(error instanceof LogRefusedError && gone.has(error.errorCode))) throw error;
  }
}

/** The server's answers where someone else was faster: no such message, or it can't be erased as it is not there. */
const gone = new Set([10_037, 10_043, 10_057]);
