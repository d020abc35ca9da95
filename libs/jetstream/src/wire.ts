import { upcast, type EventEnvelope, type MessageType, type RecordedFact } from '@podium/proto';
import { headers, type MsgHdrs } from 'nats';
import { UnreadableMessageError } from './errors.ts';

const decoder = new TextDecoder();

export function encoded(value: unknown): Uint8Array {
  // Twice as fast as a TextEncoder for what a message weighs.
  return Buffer.from(JSON.stringify(value));
}

/** What a reader without a JSON parser, and the server, want to know of an event. */
export function headersOf(event: EventEnvelope<MessageType>): MsgHdrs {
  const result = headers();
  result.append('Nats-Msg-Id', event.id);
  result.append('ce-type', event.type);
  result.append('ce-causationid', event.causationid);
  if (event.traceparent) result.append('traceparent', event.traceparent);
  return result;
}

/** @throws UnreadableMessageError where the bytes are no JSON object. */
export function decodedObject(data: Uint8Array, where: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(decoder.decode(data));
  } catch (error) {
    throw new UnreadableMessageError(`${where} is no JSON`, { cause: error });
  }
  if (typeof value !== 'object' || value === null) throw new UnreadableMessageError(`${where} is no JSON object`);
  return value as Record<string, unknown>;
}

/**
 * Tolerant: fields and types that this version does not know are passed on; only what makes an event an event is
 * asked for. Writers have checked the contract. What was written in an old shape comes out in today's: this is the one
 * place where it is turned.
 *
 * @throws UnreadableMessageError
 */
export function decodedEvent(data: Uint8Array, where: string): EventEnvelope {
  const value = decodedObject(data, where);
  if (typeof value['id'] !== 'string' || typeof value['type'] !== 'string' || typeof value['subject'] !== 'string') {
    throw new UnreadableMessageError(`${where} is no event`);
  }
  return upcast(value as unknown as EventEnvelope);
}

/** @throws UnreadableMessageError */
export function decodedFact(data: Uint8Array, position: number): RecordedFact {
  const event = decodedEvent(data, `The message at position ${position} of the log`);
  // The event was parsed for this call alone: a copy of each would cost a tenth of a rebuild.
  return Object.assign(event, { position }) as RecordedFact;
}
