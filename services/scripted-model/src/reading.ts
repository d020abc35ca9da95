import { call, firstLine, say, succeeded, write, type Script } from './script.ts';
import type { Task } from './task.ts';

/** Adds a line to a file, and makes it where it is missing. */
export function* edit(task: Task, match: RegExpMatchArray): Script {
  const filePath = match[1] ?? '';
  const line = `Edited by the demo model: ${task.title}`;
  yield* say(`I will look at ${filePath} and add a line to it.`);
  const lines = numberedLines(yield* call('read', { filePath }));
  if (lines.includes(line)) return yield* say(`${filePath} already has the line; there is nothing left to change.`);
  const anchor = lines.findLast((text) => text.trim() !== '' && isUnique(text, lines));
  const result =
    anchor === undefined
      ? yield* write(filePath, `${[...lines, line].join('\n')}\n`)
      : yield* call('edit', { filePath, oldString: anchor, newString: `${anchor}\n${line}` });
  yield* say(
    succeeded(result) ? `Done: ${filePath} has one more line.` : `I could not edit ${filePath}: ${firstLine(result)}`,
  );
}

/** The edit tool refuses a text that occurs more than once. */
function isUnique(text: string, lines: readonly string[]): boolean {
  return lines.filter((line) => line.includes(text)).length === 1;
}

/** OpenCode's read tool prefixes each line of a file with its number. */
function numberedLines(readResult: string): string[] {
  return [...readResult.matchAll(/^[ \t]*0*\d+(?:\||:) ?(.*)$/gm)].map((match) => match[1] ?? '');
}

/** Reads a file and says how long it is. */
export function* read(_task: Task, match: RegExpMatchArray): Script {
  const filePath = match[1] ?? '';
  yield* say(`I will read ${filePath}.`);
  const result = yield* call('read', { filePath });
  yield* say(
    succeeded(result)
      ? `${filePath} has ${numberedLines(result).length} lines.`
      : `I could not read ${filePath}: ${firstLine(result)}`,
  );
}

/** Opens a web page and says its first line. */
export function* fetchPage(_task: Task, match: RegExpMatchArray): Script {
  const url = match[1] ?? '';
  yield* say(`I will fetch ${url}.`);
  const result = yield* call('webfetch', { url, format: 'text' });
  yield* say(
    succeeded(result) ? `${url} says: ${firstLine(result)}` : `I could not fetch ${url}: ${firstLine(result)}`,
  );
}
