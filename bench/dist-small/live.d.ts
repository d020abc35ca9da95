import { type Figure } from './harness.ts';
import type { StackUnderTest } from './stack-under-test.ts';
/**
 * From a fact's own time, taken by the service just before it appends, to each of the connected Socket.IO clients. All
 * clients live in this process, so their work on one another's messages is in the figure too.
 */
export declare function measureLive(underTest: StackUnderTest): Promise<Figure[]>;
//# sourceMappingURL=live.d.ts.map