/** Lines around a change that are shown with it. */
const contextLines = 3;

/** A line of a hunk with its numbers in the file before and after. */
interface NumberedLine {
  readonly text: string;
  readonly before: number;
  readonly after: number;
}

/** The same unified diff with no more of the file than the lines around each change: OpenCode shows all of it. */
export function shortPatch(patch: string): string {
  // Of pieces that may be long: they are joined, never spread.
  const short: string[] = [];
  let hunk: string[] | undefined;
  let header = '';
  const endHunk = (): void => {
    if (hunk) short.push(shortHunks(header, hunk));
    hunk = undefined;
  };
  for (const line of linesOf(patch)) {
    if (line.startsWith('@@ ')) {
      endHunk();
      [header, hunk] = [line, []];
    } else if (hunk) hunk.push(line);
    else short.push(line);
  }
  endHunk();
  const pieces = short.filter((piece) => piece !== '');
  return pieces.length > 0 ? `${pieces.join('\n')}\n` : '';
}

function linesOf(patch: string): string[] {
  const lines = patch.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function shortHunks(header: string, lines: readonly string[]): string {
  const numbered = numberedLines(header, lines);
  const isShown = shownLines(lines);
  const short: string[] = [];
  for (let start = 0; start < lines.length;) {
    let end = start;
    while (end < lines.length && isShown[end]) end += 1;
    if (end > start) {
      const part = numbered.slice(start, end);
      short.push([headerOf(part)].concat(part.map(({ text }) => text)).join('\n'));
    }
    start = end + 1;
  }
  return short.join('\n');
}

/** `@@ -1,2 +1,3 @@`: where the hunk begins in both files. A side without lines is named by the line before it. */
function numberedLines(header: string, lines: readonly string[]): NumberedLine[] {
  const [, oldStart = '1', oldCount, newStart = '1', newCount] =
    /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(header) ?? [];
  let before = Number(oldStart) + (oldCount === '0' ? 1 : 0);
  let after = Number(newStart) + (newCount === '0' ? 1 : 0);
  return lines.map((text) => {
    const line = { text, before, after };
    if (isInOld(text)) before += 1;
    if (isInNew(text)) after += 1;
    return line;
  });
}

function shownLines(lines: readonly string[]): boolean[] {
  const isShown = lines.map(() => false);
  for (const [index, line] of lines.entries()) {
    if (!/^[+-]/.test(line)) continue;
    isShown.fill(true, Math.max(0, index - contextLines), index + contextLines + 1);
  }
  // "\ No newline at end of file" is about the line before it.
  for (const [index, line] of lines.entries()) {
    if (line.startsWith('\\')) isShown[index] = isShown[index - 1] === true;
  }
  return isShown;
}

function headerOf(part: readonly NumberedLine[]): string {
  const [first] = part;
  const before = part.filter(({ text }) => isInOld(text)).length;
  const after = part.filter(({ text }) => isInNew(text)).length;
  return `@@ -${range(first?.before ?? 1, before)} +${range(first?.after ?? 1, after)} @@`;
}

function range(start: number, count: number): string {
  return `${count === 0 ? start - 1 : start},${count}`;
}

function isInOld(line: string): boolean {
  return !/^[+\\]/.test(line);
}

function isInNew(line: string): boolean {
  return !/^[-\\]/.test(line);
}
