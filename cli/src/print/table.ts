import Table from 'cli-table3';

export type Cell = string | number;

const noBorders = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
} as const;

/** A plain table: numbers to the right, everything else to the left, no lines. Empty text without rows. */
export function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  if (rows.length === 0) return '';
  const printed = new Table({
    head: [...head],
    colAligns: head.map((_, index) => (rows.every((row) => typeof row[index] === 'number') ? 'right' : 'left')),
    chars: noBorders,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  for (const row of rows) printed.push(row.map((cell) => (typeof cell === 'number' ? grouped(cell) : cell)));
  return `${printed
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')}\n`;
}

/** Names and values below each other. */
export function fields(entries: readonly (readonly [string, Cell | undefined])[]): string {
  const shown = entries.filter((entry): entry is readonly [string, Cell] => entry[1] !== undefined);
  const width = Math.max(0, ...shown.map(([name]) => name.length));
  return shown.map(([name, value]) => `${name.padEnd(width)}  ${value}\n`).join('');
}

/** 1234567 -> 1,234,567. */
export function grouped(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 1 });
}
