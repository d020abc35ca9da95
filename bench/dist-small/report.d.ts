import { type Figure } from './harness.ts';
/** For people. */
export declare function table(figures: readonly Figure[]): string;
//# sourceMappingURL=report.d.ts.map