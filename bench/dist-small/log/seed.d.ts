import { type EventEnvelope, type FactType } from '@podium/proto';
import { type MsgHdrs, type NatsConnection } from 'nats';
/** A fact of a task as it goes over the wire. */
export interface Wire {
    readonly subject: string;
    readonly payload: Uint8Array;
    readonly headers: MsgHdrs;
}
/** The same bytes that the product's log writes. */
export declare function onWire(fact: EventEnvelope<FactType>): Wire;
/**
 * Writes facts as fast as the server takes them, for one writer and without expectations; resolves when all are
 * acknowledged. Gives the average size of their payloads in bytes.
 */
export declare function seed(nc: NatsConnection, facts: Iterable<EventEnvelope<FactType>>): Promise<number>;
//# sourceMappingURL=seed.d.ts.map