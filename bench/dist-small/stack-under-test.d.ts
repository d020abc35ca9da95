import { PodiumApi, PodiumStack } from '@podium/stack-driver';
import { type RawEngine } from './raw-engine.ts';
interface Started {
    readonly stack: PodiumStack;
    readonly api: PodiumApi;
    /** How long `npm start` took on installed, built sources. */
    readonly startSeconds: number;
}
/** One stack for all measurements that need one, started by the first of them. */
export declare class StackUnderTest {
    #private;
    /** Running; the same one each time. */
    started(): Promise<Started>;
    /** The floor under figures of the stack, measured while the stack idles. */
    rawEngine(): Promise<RawEngine>;
    close(): Promise<void>;
}
export {};
//# sourceMappingURL=stack-under-test.d.ts.map