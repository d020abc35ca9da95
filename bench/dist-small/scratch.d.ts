import { type NatsOptions } from '@podium/embedded-servers';
import type { NatsConnection } from 'nats';
/** Servers and connections of one measurement, on a directory that goes with them. */
export declare class Scratch {
    #private;
    private constructor();
    /** Whatever becomes of the work, nothing is left of what it started. */
    static use<T>(work: (scratch: Scratch) => Promise<T>): Promise<T>;
    /** Done at the end, before what was begun earlier is undone. */
    defer(undo: () => Promise<unknown>): void;
    /** A NATS server of its own, as `npm start` has it, with Podium's streams. Gives its URL. */
    nats(name: string, options?: Pick<NatsOptions, 'syncInterval'>): Promise<string>;
    /** A connection to stay until the end. */
    connect(url: string): Promise<NatsConnection>;
    /** A PostgreSQL server of its own, as `npm start` has it, with an empty database. Gives the database's URL. */
    postgres(): Promise<string>;
}
//# sourceMappingURL=scratch.d.ts.map