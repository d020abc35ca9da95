import { type Figure } from './harness.ts';
import type { StackUnderTest } from './stack-under-test.ts';
/**
 * `POST …/execute`. The first sessions hang and hold the project's slots, so that the rest wait in the queue: what is
 * measured is the way of the request, not a machine full of agents.
 */
export declare function measureExecute(underTest: StackUnderTest): Promise<Figure[]>;
//# sourceMappingURL=execute.d.ts.map