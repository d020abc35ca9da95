import type { ActivityItem, ToolActivity } from '@podium/board';
import { headOf, argumentsText } from './activity-words.ts';

/** One row of the log as it is drawn. */
export interface ActivityRow {
  key: string;
  item: ActivityItem;
  /** `head`: a line that folds what follows. `more`: stands for lines that are left out. */
  part: 'line' | 'head' | 'arguments' | 'result' | 'more';
  text: string;
  /** Set on the first row of an item. */
  time: string | null;
  /** On a head: whether its lines are shown, and how many there are. */
  open: boolean;
  count: number;
}

/** Longer answers are shown to here, until their rest is asked for. */
const shownLines = 400;

/** Thoughts of more lines than this are folded. */
const shownThoughtLines = 2;

export interface RowsOptions {
  /** Ids of items that are folded out. */
  open: ReadonlySet<string>;
  /** Ids of items of which every line is shown. */
  whole: ReadonlySet<string>;
}

interface Known {
  item: ActivityItem;
  open: boolean;
  whole: boolean;
  rows: ActivityRow[];
}

/** Turns items into rows. What was split once is kept: a log that grows is only split where it grew. */
export class ActivityRows {
  readonly #splits = new Map<string, { text: string; lines: string[] }>();
  readonly #known = new Map<string, Known>();

  of(items: readonly ActivityItem[], { open, whole }: RowsOptions): ActivityRow[] {
    const all: ActivityRow[] = [];
    for (const item of items) for (const row of this.#of(item, open.has(item.id), whole.has(item.id))) all.push(row);
    return all;
  }

  #of(item: ActivityItem, open: boolean, whole: boolean): ActivityRow[] {
    const known = this.#known.get(item.id);
    if (known?.item === item && known.open === open && known.whole === whole) return known.rows;
    const rows = this.#make(item, open, whole);
    this.#known.set(item.id, { item, open, whole, rows });
    return rows;
  }

  #make(item: ActivityItem, open: boolean, whole: boolean): ActivityRow[] {
    if (item.tool) return this.#toolRows(item, item.tool, open, whole);
    const lines = this.linesOf(item.id, 'text', headOf(item));
    if (lines.length === 1 && lines[0] === '' && item.kind !== 'message') return [];
    const folds = item.kind === 'reasoning' ? lines.length > shownThoughtLines : isFoldedKind(item) && lines.length > 1;
    if (folds) {
      const head = row(item, 'head', lines[0] ?? '', 'head', { open, count: lines.length - 1 });
      return open ? [head, ...lines.slice(1).map((text, index) => row(item, 'line', text, `t${index + 1}`))] : [head];
    }
    // Rows that did not change stay the same objects, however often the last one grows.
    const before = this.#known.get(item.id)?.rows;
    return lines.map((text, index) => {
      const kept = before?.[index];
      return kept?.part === 'line' && kept.text === text ? kept : row(item, 'line', text, `t${index}`, {}, index === 0);
    });
  }

  #toolRows(item: ActivityItem, tool: ToolActivity, open: boolean, whole: boolean): ActivityRow[] {
    const called = argumentsText(tool);
    const given = called ? this.linesOf(item.id, 'arguments', called) : [];
    const result = tool.result ? this.linesOf(item.id, 'result', tool.result) : [];
    const head = row(item, 'head', tool.title, 'head', { open, count: given.length + result.length });
    if (!open) return [head];
    const shown = whole ? result : result.slice(0, shownLines);
    const left = result.length - shown.length;
    return [
      head,
      ...given.map((text, index) => row(item, 'arguments', text, `a${index}`)),
      ...shown.map((text, index) => row(item, 'result', text, `r${index}`)),
      ...(left > 0 ? [row(item, 'more', '', 'more', { count: left })] : []),
    ];
  }

  /** The lines of a text; where it only grew, what is known stays. */
  linesOf(itemId: string, name: string, text: string): string[] {
    const key = `${itemId}-${name}`;
    const known = this.#splits.get(key);
    if (known?.text === text) return withoutEmptyEnd(known.lines);
    const grown = known && text.startsWith(known.text) ? known : null;
    const kept = grown ? grown.lines.slice(0, -1) : [];
    const from = kept.reduce((length, line) => length + line.length + 1, 0);
    const lines = kept.concat(text.slice(from).split('\n'));
    this.#splits.set(key, { text, lines });
    return withoutEmptyEnd(lines);
  }
}

/** Whether an item without a tool can be folded. */
export function isFoldedKind({ kind }: ActivityItem): boolean {
  return kind === 'reasoning' || kind === 'todo' || kind === 'files';
}

function withoutEmptyEnd(lines: string[]): string[] {
  const last = lines.findLastIndex((line) => line !== '');
  return last === lines.length - 1 ? lines : lines.slice(0, Math.max(1, last + 1));
}

function row(
  item: ActivityItem,
  part: ActivityRow['part'],
  text: string,
  name: string,
  { open = false, count = 0 }: { open?: boolean; count?: number } = {},
  isFirst = part === 'head',
): ActivityRow {
  return { key: `${item.id}-${name}`, item, part, text, time: isFirst ? item.time : null, open, count };
}
