import { type Figure } from '../harness.ts';
/** Loading a task of 100 facts from a short log and from a long one, in turns. */
export declare function measureLoading(): Promise<Figure[]>;
//# sourceMappingURL=loading.d.ts.map