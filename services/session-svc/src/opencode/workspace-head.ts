import { resolve } from 'node:path';

/** Where a workspace is at. */
export type Head =
  /** It has no repository of its own. */
  | { readonly kind: 'no repository' }
  /** Its repository has no commit yet, or keeps its references in a way that can't be read. */
  | { readonly kind: 'no commit' }
  | {
      readonly kind: 'commit';
      readonly hash: string;
      /** First line of the message; undefined where the last thing that moved HEAD was no commit. */
      readonly subject?: string;
    };

/** Reads a file below a directory, by default below the workspace; empty where there is none. */
export type ReadWorkspaceFile = (path: string, directory?: string) => Promise<string>;

const longestSubject = 200;
const hashPattern = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;

/** Where git keeps what belongs to HEAD, and what all work trees of the repository share. */
interface GitFolder {
  readonly read: (path: string) => Promise<string>;
  /** What precedes the paths of HEAD and its log. */
  readonly own: string;
}

/**
 * Finds the commit of a workspace by its files alone: of a repository, a work tree of one, or a submodule.
 * @throws whatever `read` throws
 */
export async function headOf(workspace: string, read: ReadWorkspaceFile): Promise<Head> {
  const folder = await gitFolderOf(workspace, read);
  const head = folder ? (await folder.read(`${folder.own}HEAD`)).trim() : '';
  if (!folder || head === '') return { kind: 'no repository' };
  const reference = /^ref: (refs\/\S+)$/.exec(head)?.[1];
  const hash = reference === undefined ? head : await hashOf(reference, folder);
  if (hash === undefined || !hashPattern.test(hash)) return { kind: 'no commit' };
  const subject = subjectOf(hash, await folder.read(`${folder.own}logs/HEAD`));
  return { kind: 'commit', hash, ...(subject === undefined ? {} : { subject }) };
}

async function gitFolderOf(workspace: string, read: ReadWorkspaceFile): Promise<GitFolder | undefined> {
  if ((await read('.git/HEAD')) !== '') return { read: (path) => read(`.git/${path}`), own: '' };
  const elsewhere = /^gitdir: (.+)$/m.exec(await read('.git'))?.[1];
  if (elsewhere === undefined) return undefined;
  const path = resolve(workspace, elsewhere.trim());
  const [, shared, name] = /^(.+)\/worktrees\/([^/]+)$/.exec(path) ?? [];
  const directory = shared ?? path;
  return { read: (file) => read(file, directory), own: name === undefined ? '' : `worktrees/${name}/` };
}

/** A reference has a file of its own until git packs them. */
async function hashOf(reference: string, { read }: GitFolder): Promise<string | undefined> {
  const loose = (await read(reference)).trim();
  if (loose !== '') return loose;
  const lines = (await read('packed-refs')).split('\n');
  return lines.find((line) => line.endsWith(` ${reference}`))?.split(' ')[0];
}

/** The log of HEAD says what moved it: `<from> <to> <who> <when>\t<what>: <first line of the message>`. */
function subjectOf(hash: string, log: string): string | undefined {
  const last = log.trimEnd().split('\n').at(-1) ?? '';
  const [movement = '', what = ''] = last.split('\t');
  if (movement.split(' ')[1] !== hash) return undefined;
  const subject = /^(?:commit|cherry-pick|revert|rebase)(?: \([\w -]+\))?: (.+)$/.exec(what)?.[1];
  if (subject === undefined || subject.startsWith('returning to ')) return undefined;
  return subject.slice(0, longestSubject);
}
