import { isMissed, type Figure } from './harness.ts';

const columns = ['Figure', 'Measured', 'Rounds', 'Promised', ''];

/** For people. */
export function table(figures: readonly Figure[]): string {
  const rows = [columns, ...figures.map(rowOf)];
  const widths = columns.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => lineOf(row, widths)).join('\n');
}

function rowOf(figure: Figure): string[] {
  const promise = promiseOf(figure);
  const { rounds = [] } = figure;
  return [
    figure.name,
    `${format(figure.value)} ${figure.unit}`.trimEnd(),
    rounds.length > 1 ? `${format(Math.min(...rounds))} … ${format(Math.max(...rounds))}` : '',
    promise,
    promise && (isMissed(figure) ? '✗ missed' : '✓'),
  ];
}

function promiseOf({ atMost, atLeast, unit }: Figure): string {
  if (atMost !== undefined) return `≤ ${atMost} ${unit}`;
  return atLeast === undefined ? '' : `≥ ${atLeast} ${unit}`;
}

function lineOf(row: readonly string[], widths: readonly number[]): string {
  return row
    .map((cell, column) => cell.padEnd(widths[column] ?? 0))
    .join('  ')
    .trimEnd();
}

function format(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
