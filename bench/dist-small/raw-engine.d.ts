import { type Samples } from './harness.ts';
export interface RawEngine {
    /** Publish to acknowledgement. */
    publish: Samples;
    /** Publish to delivery at one consumer, one message at a time. */
    deliver: Samples;
}
/** The floor under every figure: the same NATS server with the same settings on the same disk, and nothing of ours. */
export declare function measureRawEngine(count: number, parallel: number): Promise<RawEngine>;
//# sourceMappingURL=raw-engine.d.ts.map