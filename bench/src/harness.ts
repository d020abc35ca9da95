/** Sorted milliseconds. */
export type Samples = readonly number[];

/** One figure of the report. */
export interface Figure {
  name: string;
  value: number;
  unit: 'ms' | 's' | 'MB' | '×';
  /** What was promised; figures without one are for information. */
  atMost?: number;
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

export function isMissed({ value, atMost }: Figure): boolean {
  return atMost !== undefined && value > atMost;
}

export function table(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.name,
    `${format(figure.value)} ${figure.unit}`,
    figure.atMost === undefined ? '' : `≤ ${figure.atMost} ${figure.unit}`,
    figure.atMost === undefined ? '' : isMissed(figure) ? '✗ missed' : '✓',
  ]);
  const all = [['Figure', 'Measured', 'Promised', ''], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function format(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
