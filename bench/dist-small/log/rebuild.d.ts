import { type Figure } from '../harness.ts';
/**
 * A projection of cards built anew from a long log, while the live one stands. The facts of a task are as far apart as
 * they can be: between two of them there is one of every other task.
 */
export declare function measureRebuild(): Promise<Figure[]>;
//# sourceMappingURL=rebuild.d.ts.map