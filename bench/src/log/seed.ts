import { factSubject } from '@podium/jetstream';
import { aggregateIdOf, projectIdOf, type EventEnvelope, type FactType } from '@podium/proto';
import { createInbox, headers, type MsgHdrs, type NatsConnection } from 'nats';

/** Publishes whose acknowledgement is not there yet. More gain nothing. */
const window = 4_000;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A fact of a task as it goes over the wire. */
export interface Wire {
  readonly subject: string;
  readonly payload: Uint8Array;
  readonly headers: MsgHdrs;
}

/** The same bytes that the product's log writes. */
export function onWire(fact: EventEnvelope<FactType>): Wire {
  const messageHeaders = headers();
  messageHeaders.set('Nats-Msg-Id', fact.id);
  messageHeaders.set('ce-type', fact.type);
  messageHeaders.set('ce-causationid', fact.causationid);
  return {
    subject: factSubject({ projectId: projectIdOf(fact), context: 'task', id: aggregateIdOf(fact) }),
    payload: encoder.encode(JSON.stringify(fact)),
    headers: messageHeaders,
  };
}

/**
 * Writes facts as fast as the server takes them, for one writer and without expectations; resolves when all are
 * acknowledged. Gives the average size of their payloads in bytes.
 */
export async function seed(nc: NatsConnection, facts: Iterable<EventEnvelope<FactType>>): Promise<number> {
  const inbox = createInbox();
  let sent = 0;
  let acknowledged = 0;
  let sizeBytes = 0;
  let failure: Error | undefined;
  let wake = (): void => undefined;
  const acknowledgements = nc.subscribe(inbox, {
    callback: (error, message) => {
      acknowledged += 1;
      if (error) failure ??= error;
      else if (!isAcknowledgement(message.data)) failure ??= new Error(decoder.decode(message.data));
      if (sent - acknowledged <= window / 2) wake();
    },
  });
  const untilAtMost = async (underWay: number): Promise<void> => {
    while (sent - acknowledged > underWay && !failure) await new Promise<void>((resolve) => (wake = resolve));
    if (failure) throw failure;
  };
  try {
    for (const fact of facts) {
      const wire = onWire(fact);
      nc.publish(wire.subject, wire.payload, { headers: wire.headers, reply: inbox });
      sent += 1;
      sizeBytes += wire.payload.length;
      if (sent - acknowledged >= window) await untilAtMost(window / 2);
    }
    await untilAtMost(0);
  } finally {
    acknowledgements.unsubscribe();
  }
  return sizeBytes / sent;
}

function isAcknowledgement(data: Uint8Array): boolean {
  return decoder.decode(data).startsWith('{"stream":');
}
