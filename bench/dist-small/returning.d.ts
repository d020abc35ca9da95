import { type Figure } from './harness.ts';
import type { StackUnderTest } from './stack-under-test.ts';
/**
 * A client that missed 1,000 events comes back with its cursor: from the attempt to connect until it has all of them,
 * in order, and is told that it is live. First from what the gateway still remembers, then, after a restart of the whole
 * stack, from the log.
 */
export declare function measureReturning(underTest: StackUnderTest): Promise<Figure[]>;
//# sourceMappingURL=returning.d.ts.map