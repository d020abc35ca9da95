import type { ActivityItem } from '@podium/board';
import { isFoldedKind, type ActivityRows } from './activity-rows.ts';
import { argumentsText, headOf } from './activity-words.ts';

/** A line of the log that has the text that was looked for. */
export interface ActivityMatch {
  itemId: string;
  /** Key of its row, once its item is folded out. */
  key: string;
}

/** More matches than anyone steps through. */
const mostMatches = 5_000;

/** The lines that contain a text, whatever the case, in the order of the log; folded ones as well. */
export function searchActivity(rows: ActivityRows, items: readonly ActivityItem[], searched: string): ActivityMatch[] {
  const wanted = searched.trim().toLowerCase();
  const matches: ActivityMatch[] = [];
  if (!wanted) return matches;
  for (const item of items) {
    for (const [name, text, prefix] of textsOf(item)) {
      if (!text.toLowerCase().includes(wanted)) continue;
      const lines = rows.linesOf(item.id, name, text);
      for (const [index, line] of lines.entries()) {
        if (!line.toLowerCase().includes(wanted)) continue;
        matches.push({ itemId: item.id, key: `${item.id}-${rowName(prefix, index, item, lines.length)}` });
        if (matches.length >= mostMatches) return matches;
      }
    }
  }
  return matches;
}

type Searched = readonly [name: string, text: string, prefix: string];

function textsOf(item: ActivityItem): Searched[] {
  const { tool } = item;
  if (!tool) return [['text', headOf(item), 't']];
  return [
    ['title', tool.title, 'head'],
    ['arguments', argumentsText(tool), 'a'],
    ['result', tool.result, 'r'],
  ];
}

/** The first line of what folds is its head. */
function rowName(prefix: string, index: number, item: ActivityItem, lineCount: number): string {
  if (prefix === 'head') return 'head';
  const folds = item.kind === 'reasoning' ? lineCount > 2 : isFoldedKind(item) && lineCount > 1;
  return prefix === 't' && folds && index === 0 ? 'head' : `${prefix}${index}`;
}

/** The whole log as text, for the clipboard and for a file. */
export function activityText(items: readonly ActivityItem[]): string {
  return items
    .map((item) => {
      const { time, kind, tool } = item;
      const stamp = `[${time}]`;
      if (!tool) return `${stamp} ${kind === 'message' ? '' : `${kind}: `}${headOf(item).trimEnd()}`;
      const code = tool.exit_code === null ? '' : ` (exit code ${tool.exit_code})`;
      return [`${stamp} ${tool.name}: ${tool.title}${code}`, indented(argumentsText(tool)), indented(tool.result)]
        .filter(Boolean)
        .join('\n');
    })
    .join('\n');
}

function indented(text: string): string {
  return text.trimEnd().replace(/^(?=.)/gm, '    ');
}
