/** Sorted milliseconds. */
export type Samples = readonly number[];

/** One figure of the report. */
export interface Figure {
  name: string;
  value: number;
  unit: 'ms' | 's' | 'MB' | 'bytes' | '/s' | '×' | '%' | '';
  /** What was promised; figures without a promise are for information. */
  atMost?: number;
  atLeast?: number;
  /** What each round gave, where the value is the median of rounds. */
  rounds?: readonly number[];
}

/** The value that `share` (0 to 1) of the samples do not exceed (nearest rank). */
export function percentile(samples: Samples, share: number): number {
  const value = samples[Math.max(0, Math.ceil(samples.length * share) - 1)];
  if (value === undefined) throw new Error('There are no samples.');
  return value;
}

/** Calls `work` with 0 … count - 1, `parallel` calls at any time. Gives how long each took. */
export async function measure(
  count: number,
  parallel: number,
  work: (index: number) => Promise<unknown>,
): Promise<Samples> {
  const samples: number[] = [];
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < count; index = next++) {
      const begin = performance.now();
      await work(index);
      samples.push(performance.now() - begin);
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
  return sorted(samples);
}

export function sorted(samples: readonly number[]): Samples {
  return samples.toSorted((a, b) => a - b);
}

/** The middle of what the rounds gave: a busy machine spoils some of them. */
export function median(figure: Omit<Figure, 'value'> & { readonly rounds: readonly number[] }): Figure {
  return { ...figure, value: percentile(sorted(figure.rounds), 0.5) };
}

/** How many of `count` calls are done in a second with `parallel` ones at any time. */
export async function rate(
  count: number,
  parallel: number,
  work: (index: number) => Promise<unknown>,
): Promise<number> {
  return count / (await seconds(() => measure(count, parallel, work)));
}

export async function seconds(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return (performance.now() - begin) / 1_000;
}

/** Also where the measurement gave no number. */
export function isMissed({ value, atMost, atLeast }: Figure): boolean {
  return (atMost !== undefined && !(value <= atMost)) || (atLeast !== undefined && !(value >= atLeast));
}
