import type { NatsConnection } from 'nats';
/** The client's own ordered consumer from the first message up to a sequence: parses every message, keeps nothing. */
export declare function readBare(nc: NatsConnection, until: number): Promise<void>;
//# sourceMappingURL=bare-reader.d.ts.map