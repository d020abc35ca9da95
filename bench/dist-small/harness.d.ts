/** Sorted milliseconds. */
export type Samples = readonly number[];
/** One figure of the report. */
export interface Figure {
    name: string;
    value: number;
    unit: 'ms' | 's' | 'MB' | 'bytes' | '/s' | '×';
    /** What was promised; figures without a promise are for information. */
    atMost?: number;
    atLeast?: number;
    /** What each round gave, where the value is the median of rounds. */
    rounds?: readonly number[];
}
/** The value that `share` (0 to 1) of the samples do not exceed (nearest rank). */
export declare function percentile(samples: Samples, share: number): number;
/** Calls `work` with 0 … count - 1, `parallel` calls at any time. Gives how long each took. */
export declare function measure(count: number, parallel: number, work: (index: number) => Promise<unknown>): Promise<Samples>;
export declare function sorted(samples: readonly number[]): Samples;
/** The middle of what the rounds gave: a busy machine spoils some of them. */
export declare function median(figure: Omit<Figure, 'value'> & {
    readonly rounds: readonly number[];
}): Figure;
/** How many of `count` calls are done in a second with `parallel` ones at any time. */
export declare function rate(count: number, parallel: number, work: (index: number) => Promise<unknown>): Promise<number>;
export declare function seconds(work: () => Promise<unknown>): Promise<number>;
/** Also where the measurement gave no number. */
export declare function isMissed({ value, atMost, atLeast }: Figure): boolean;
//# sourceMappingURL=harness.d.ts.map