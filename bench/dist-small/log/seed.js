import { factSubject } from '@podium/jetstream';
import { aggregateIdOf, projectIdOf } from '@podium/proto';
import { createInbox, headers } from 'nats';
/** Publishes whose acknowledgement is not there yet. More gain nothing. */
const window = 4_000;
const encoder = new TextEncoder();
const decoder = new TextDecoder();
/** The same bytes that the product's log writes. */
export function onWire(fact) {
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
export async function seed(nc, facts) {
    const inbox = createInbox();
    let sent = 0;
    let acknowledged = 0;
    let sizeBytes = 0;
    let failure;
    let wake = () => undefined;
    const acknowledgements = nc.subscribe(inbox, {
        callback: (error, message) => {
            acknowledged += 1;
            if (error)
                failure ??= error;
            else if (!isAcknowledgement(message.data))
                failure ??= new Error(decoder.decode(message.data));
            if (sent - acknowledged <= window / 2)
                wake();
        },
    });
    const untilAtMost = async (underWay) => {
        while (sent - acknowledged > underWay && !failure)
            await new Promise((resolve) => (wake = resolve));
        if (failure)
            throw failure;
    };
    try {
        for (const fact of facts) {
            const wire = onWire(fact);
            nc.publish(wire.subject, wire.payload, { headers: wire.headers, reply: inbox });
            sent += 1;
            sizeBytes += wire.payload.length;
            if (sent - acknowledged >= window)
                await untilAtMost(window / 2);
        }
        await untilAtMost(0);
    }
    finally {
        acknowledgements.unsubscribe();
    }
    return sizeBytes / sent;
}
function isAcknowledgement(data) {
    return decoder.decode(data).startsWith('{"stream":');
}
//# sourceMappingURL=seed.js.map