import { constants, readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { systemCode, WorkspaceError } from './errors.ts';
import { openInside } from './places.ts';
import { runProgram } from './run-program.ts';

/** A line with the text that was looked for. */
export interface Match {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** Shortened. */
  readonly text: string;
}

export interface SearchResult {
  readonly matches: readonly Match[];
  readonly truncated: boolean;
}

export interface SearchOptions {
  /** Text, not a pattern. Small letters also find capital ones. */
  readonly query: string;
  readonly limit: number;
  /** Where programs are looked for. */
  readonly searchPath: string;
}

const timeoutMs = 15_000;
const maxOutputBytes = 8 * 2 ** 20;
const maxFileBytes = 2 ** 20;
const maxLineLength = 300;
const maxMatchesPerFile = 20;
/** Without ripgrep no more files are looked into. */
const maxFiles = 5_000;
const skipped = new Set(['.git', 'node_modules']);

const matchSchema = z.object({
  type: z.literal('match'),
  data: z.object({
    path: z.object({ text: z.string() }),
    lines: z.object({ text: z.string() }),
    line_number: z.int(),
  }),
});

/** Looks for a text in the files of a workspace, with ripgrep where there is one. @throws WorkspaceError */
export async function searchText(root: string, options: SearchOptions): Promise<SearchResult> {
  const realRoot = await realpath(root);
  try {
    return await withRipgrep(realRoot, options);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
    return withoutRipgrep(realRoot, options);
  }
}

async function withRipgrep(root: string, { query, limit, searchPath }: SearchOptions): Promise<SearchResult> {
  const args = [
    ...['--no-config', '--json', '--fixed-strings', '--smart-case', '--hidden', '--glob=!.git', '--no-messages'],
    ...[`--max-filesize=${maxFileBytes}`, `--max-count=${maxMatchesPerFile}`, '--sort=path'],
    ...['--regexp', query, './'],
  ];
  const env = { PATH: searchPath, LC_ALL: 'C.UTF-8' };
  const result = await runProgram('rg', args, { cwd: root, env, timeoutMs, maxBytes: maxOutputBytes });
  // 1: found nothing.
  if (!result.truncated && result.exitCode !== 0 && result.exitCode !== 1 && result.output.length === 0) {
    throw new WorkspaceError('search_failed', `The search failed: ${result.errors || `exit code ${result.exitCode}`}`);
  }
  const lines = result.output.toString('utf8').split('\n').slice(0, -1);
  const found = lines.flatMap((line) => {
    const match = matchSchema.safeParse(JSON.parse(line));
    if (!match.success) return [];
    const { path, lines: text, line_number } = match.data.data;
    return [matchOf(path.text.replace(/^\.\//, ''), line_number, text.text)];
  });
  return { matches: found.slice(0, limit), truncated: result.truncated || found.length > limit };
}

async function withoutRipgrep(root: string, { query, limit }: SearchOptions): Promise<SearchResult> {
  const ignoreCase = query === query.toLowerCase();
  const matches: Match[] = [];
  const deadline = performance.now() + timeoutMs;
  let files = 0;
  for await (const path of filesOf(root, '')) {
    files += 1;
    if (matches.length > limit) break;
    if (files > maxFiles || performance.now() > deadline) return { matches, truncated: true };
    const text = await textOf(root, path);
    if (text === undefined) continue;
    const lines = text.split('\n');
    const hits = lines.flatMap((line, index) =>
      (ignoreCase ? line.toLowerCase() : line).includes(query) ? [matchOf(path, index + 1, line)] : [],
    );
    matches.push(...hits.slice(0, maxMatchesPerFile));
  }
  return { matches: matches.slice(0, limit), truncated: matches.length > limit };
}

/** Links are not followed. */
async function* filesOf(root: string, folder: string): AsyncGenerator<string> {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  for (const entry of entries.sort((left, right) => (left.name < right.name ? -1 : 1))) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isFile()) yield path;
    else if (entry.isDirectory() && !skipped.has(entry.name.toLowerCase())) yield* filesOf(root, path);
  }
}

/** Undefined for a file that is large, not text, or no longer there. */
async function textOf(root: string, path: string): Promise<string | undefined> {
  try {
    const handle = await openInside(root, path, constants.O_RDONLY);
    try {
      const stats = await handle.stat();
      if (!stats.isFile() || stats.size > maxFileBytes) return undefined;
      const text = await handle.readFile('utf8');
      return text.includes('\0') ? undefined : text;
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof WorkspaceError) return undefined;
    throw error;
  }
}

function matchOf(path: string, line: number, text: string): Match {
  return { path, line, text: text.trimEnd().slice(0, maxLineLength) };
}
