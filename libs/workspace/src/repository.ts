import { realpath } from 'node:fs/promises';
import { z } from 'zod';
import { WorkspaceError } from './errors.ts';
import { partsOf } from './places.ts';
import { privateRepository } from './private-repository.ts';
import { runProgram, type ProgramResult } from './run-program.ts';

const maxChanges = 2_000;
const maxCommits = 200;
export const maxPatchBytes = 2 ** 20;
const gitTimeoutMs = 15_000;

export const gitStatusSchema = z.object({
  /** Null where no branch is checked out. */
  branch: z.string().nullable(),
  /** Null before the first commit. */
  commit: z.string().nullable(),
  changes: z.array(
    z.object({
      path: z.string(),
      /** Two letters as `git status --short` writes them: of the index and of the files; `??` is not tracked. */
      state: z.string(),
      /** Of a renamed or copied file. */
      original_path: z.string().nullable(),
    }),
  ),
  truncated: z.boolean(),
});
export type GitStatus = z.infer<typeof gitStatusSchema>;

export interface GitCommit {
  readonly commit: string;
  readonly author: string;
  /** RFC 3339. */
  readonly authored_at: string;
  readonly subject: string;
}

export interface GitDiff {
  /** Unified. */
  readonly patch: string;
  readonly truncated: boolean;
}

export interface DiffOptions {
  /** Commit, in hexadecimal digits; HEAD unless told. */
  readonly from?: string | undefined;
  /** Commit; the files as they are now unless told. */
  readonly to?: string | undefined;
  readonly path?: string | undefined;
}

/** What git knows of a workspace. Only reads, and runs nothing that the repository names. */
export class Repository {
  readonly #root: string;
  readonly #searchPath: string;

  constructor(root: string, searchPath: string) {
    this.#root = root;
    this.#searchPath = searchPath;
  }

  /** @throws WorkspaceError */
  async status(): Promise<GitStatus> {
    const args = ['status', '--porcelain=v2', '--branch', '-z', '--untracked-files=all', '--ignore-submodules=all'];
    const { output, truncated } = await this.#git(args);
    return statusOf(output.toString('utf8').split('\0'), truncated);
  }

  /** Newest first. @throws WorkspaceError */
  async log({ limit = 50, path = '' }: { limit?: number; path?: string }): Promise<GitCommit[]> {
    const unborn = (await this.#run(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'])).exitCode !== 0;
    if (unborn) return [];
    const format = '--format=%H%x1f%an%x1f%aI%x1f%s';
    const args = ['log', '-z', format, `--max-count=${Math.min(limit, maxCommits)}`, '--no-show-signature'];
    const { output } = await this.#git([...args, '--no-mailmap', 'HEAD', '--', ...pathspec(path)]);
    return output
      .toString('utf8')
      .split('\0')
      .filter((line) => line !== '')
      .map((line) => {
        const [commit = '', author = '', authoredAt = '', ...subject] = line.split('\x1f');
        return { commit, author, authored_at: authoredAt, subject: subject.join(' ') };
      });
  }

  /** @throws WorkspaceError */
  async diff({ from = 'HEAD', to, path = '' }: DiffOptions): Promise<GitDiff> {
    const revisions = [from, ...(to === undefined ? [] : [to])];
    revisions.forEach(assertRevision);
    const { output, truncated } = await this.#git([
      'diff',
      ...['--no-ext-diff', '--no-textconv', '--no-color', '--ignore-submodules=all'],
      ...['--src-prefix=a/', '--dst-prefix=b/', '--end-of-options'],
      ...revisions,
      '--',
      ...pathspec(path),
    ]);
    return { patch: output.toString('utf8'), truncated };
  }

  async #git(args: readonly string[]): Promise<ProgramResult> {
    const result = await this.#run(args);
    if (result.exitCode === 0 || result.truncated) return result;
    // Its own words stay here: they quote lines of files that may be links to somewhere else.
    throw new WorkspaceError('git_failed', `git can't read the repository (exit code ${result.exitCode}).`);
  }

  async #run(args: readonly string[]): Promise<ProgramResult> {
    const root = await realpath(this.#root);
    const { env, remove } = await privateRepository(root, this.#searchPath);
    try {
      return await runProgram('git', ['--no-pager', ...args], {
        cwd: root,
        env,
        timeoutMs: gitTimeoutMs,
        maxBytes: maxPatchBytes,
      });
    } finally {
      await remove();
    }
  }
}

function pathspec(path: string): string[] {
  const inside = partsOf(path).join('/');
  return inside === '' ? [] : [inside];
}

function assertRevision(revision: string): void {
  if (revision === 'HEAD' || /^[0-9a-f]{4,40}$/.test(revision)) return;
  throw new WorkspaceError('revision_invalid', `"${revision}" is no commit: 4 to 40 hexadecimal digits are.`);
}

/** Fields of git-status(1), "Porcelain Format Version 2" with -z. */
function statusOf(fields: readonly string[], truncated: boolean): GitStatus {
  const status: GitStatus = { branch: null, commit: null, changes: [], truncated };
  // The last one is what follows the last NUL: nothing, or half a field.
  const whole = fields.slice(0, -1);
  for (let index = 0; index < whole.length; index += 1) {
    const field = whole[index] ?? '';
    if (field.startsWith('# branch.oid ')) status.commit = unless(field.slice(13), '(initial)');
    else if (field.startsWith('# branch.head ')) status.branch = unless(field.slice(14), '(detached)');
    else if (status.changes.length >= maxChanges) status.truncated = true;
    else if (field.startsWith('? ')) add(status, '??', field.slice(2));
    else if (field.startsWith('1 ')) add(status, field.slice(2, 4), afterSpaces(field, 8));
    else if (field.startsWith('u ')) add(status, field.slice(2, 4), afterSpaces(field, 10));
    else if (field.startsWith('2 ')) {
      index += 1;
      add(status, field.slice(2, 4), afterSpaces(field, 9), whole[index]);
    }
  }
  return status;
}

function add(status: GitStatus, state: string, path: string, originalPath: string | null = null): void {
  status.changes.push({ path, state, original_path: originalPath });
}

function unless(text: string, nothing: string): string | null {
  return text === nothing ? null : text;
}

function afterSpaces(field: string, count: number): string {
  return field.split(' ').slice(count).join(' ');
}
