import type { Figure } from './harness.ts';
/** Something to measure, under the name by which it is selected. */
export interface Scenario {
    readonly name: string;
    /** For a person who looks for one. */
    readonly about: string;
    readonly measure: () => Promise<Figure[]>;
}
/** In the order in which they are measured; the first ones share a stack, which ends with `close`. */
export declare function allScenarios(): {
    scenarios: readonly Scenario[];
    close: () => Promise<void>;
};
//# sourceMappingURL=scenarios.d.ts.map