import { type Aggregate } from '@podium/event-sourcing';
import type { NatsConnection } from 'nats';
export declare const aggregateCount = 2000;
export declare const commandCount = 20000;
export declare const parallel = 100;
/** Carries out command number `number` (from 0) of one aggregate. */
export type CarryOut = (aggregate: Aggregate, number: number) => Promise<unknown>;
/**
 * Commands per second: on aggregates that nobody has seen before, each in turn, so that a command finds its aggregate
 * as the last one left it.
 */
export declare function commandRate(carryOut: CarryOut): Promise<number>;
/** As the services do it. The handler is new: the first command of each aggregate loads it from the log. */
export declare function throughCommandHandler(nc: NatsConnection): CarryOut;
/** The client's own publish with the same expectation, of facts that were encoded beforehand. */
export declare function bareAppendRate(nc: NatsConnection): Promise<number>;
//# sourceMappingURL=command-workload.d.ts.map