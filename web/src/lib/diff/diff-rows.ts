import parseDiff from 'parse-diff';
import { markedPart, type Part } from './marked-part.ts';

export type DiffRowKind = 'hunk' | 'context' | 'added' | 'removed' | 'note';

/** One line of a unified diff as it is shown. */
export interface DiffRow {
  kind: DiffRowKind;
  /** Without its sign. */
  text: string;
  /** Of the line before and after the change; null where it is not there. */
  oldNumber: number | null;
  newNumber: number | null;
  /** What changed within the line; null where all of it did, or nothing. */
  marked: Part | null;
}

/**
 * The lines of a unified diff. What is before its first hunk is left out; a diff that was cut off ends where it was
 * cut. Empty where the text has no hunk (binary files, renames), and where its hunks do not have as many lines as they
 * say: no line of a change may be missing, so such a text is better shown as it is.
 */
export function diffRows(patch: string): DiffRow[] {
  const text = readable(patch);
  const rows = rowsOf(parseDiff(text).flatMap((file) => file.chunks));
  const { additions, deletions } = countLines(rows);
  const signed = text.replace(/^--- .*\n\+\+\+ .*(?=\n@@)/gm, '').match(/^[+-]/gm)?.length ?? 0;
  return additions + deletions === signed ? rows : [];
}

function rowsOf(chunks: readonly parseDiff.Chunk[]): DiffRow[] {
  return chunks.flatMap((chunk, index) => [...headingOf(chunk, index), ...pairMarks(chunk.changes.map(rowOf))]);
}

/** The last line's end is not a line, and the parser does not survive a remark about a line that is not there. */
function readable(patch: string): string {
  return patch.replace(/\r?\n$/, '').replace(/^(@@.*)\n(\\.*(\n|$))+/gm, '$1\n');
}

/** How many lines came and went. */
export function countLines(rows: readonly DiffRow[]): { additions: number; deletions: number } {
  const count = (kind: DiffRowKind): number => rows.filter((row) => row.kind === kind).length;
  return { additions: count('added'), deletions: count('removed') };
}

/** A diff that begins with the file's first line needs no heading for that. */
function headingOf({ content, oldStart, newStart }: parseDiff.Chunk, index: number): DiffRow[] {
  if (index === 0 && oldStart <= 1 && newStart <= 1) return [];
  return [{ kind: 'hunk', text: content, oldNumber: null, newNumber: null, marked: null }];
}

function rowOf(change: parseDiff.Change): DiffRow {
  const row = { text: change.content.slice(1), marked: null };
  if (change.content.startsWith('\\')) return { ...row, kind: 'note', oldNumber: null, newNumber: null };
  if (change.type === 'add') return { ...row, kind: 'added', oldNumber: null, newNumber: change.ln };
  if (change.type === 'del') return { ...row, kind: 'removed', oldNumber: change.ln, newNumber: null };
  return { ...row, kind: 'context', oldNumber: change.ln1, newNumber: change.ln2 };
}

/** Where as many lines came as went, each is the new version of its like. */
function pairMarks(rows: readonly DiffRow[]): DiffRow[] {
  const marked = [...rows];
  for (let start = 0; start < rows.length;) {
    const removed = runLength(rows, start, 'removed');
    const added = runLength(rows, start + removed, 'added');
    for (let index = 0; removed === added && index < removed; index += 1) {
      const [before, after] = [rows[start + index], rows[start + removed + index]];
      if (!before || !after) continue;
      const parts = markedPart(before.text, after.text);
      marked[start + index] = { ...before, marked: parts?.before ?? null };
      marked[start + removed + index] = { ...after, marked: parts?.after ?? null };
    }
    start += Math.max(1, removed + added);
  }
  return marked;
}

function runLength(rows: readonly DiffRow[], start: number, kind: DiffRowKind): number {
  let end = start;
  while (rows[end]?.kind === kind) end += 1;
  return end - start;
}
