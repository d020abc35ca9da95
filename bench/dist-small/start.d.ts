import type { Figure } from './harness.ts';
import type { StackUnderTest } from './stack-under-test.ts';
/** A stack that was started on installed, built sources and has nothing to do. */
export declare function measureIdle(underTest: StackUnderTest): Promise<Figure[]>;
/** What is committed, cloned to an empty folder and started, with this machine's npm cache. */
export declare function measureFreshClone(): Promise<Figure[]>;
//# sourceMappingURL=start.d.ts.map