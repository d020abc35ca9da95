import { constants, lstat, mkdir, mkdtemp, open, rm, symlink, writeFile, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemCode, WorkspaceError } from './errors.ts';

/** What git is told in the place of the repository's own configuration. */
const configuration = `[core]
\trepositoryformatversion = 0
\tbare = false
\thooksPath = /dev/null
\tfsmonitor = false
\tattributesFile = /dev/null
\texcludesFile = /dev/null
[protocol]
\tallow = never
[submodule]
\trecurse = false
[gc]
\tauto = 0
`;

const maxHeadBytes = 1_024;

/** Where git finds a hostile repository's history without its configuration. */
export interface PrivateRepository {
  /** Environment for git. */
  readonly env: Readonly<Record<string, string>>;
  remove(): Promise<void>;
}

/**
 * Makes a folder for git in the place of the repository's own. A repository's configuration names programs that git
 * runs: hooks, filters, monitors, pagers, helpers of all kinds; switching each of them off leaves those that nobody
 * thought of, and those that are written between the look and the run. So git gets the repository's objects, references
 * and index, and a configuration of ours: the one in the repository is never read.
 * @param root real path of the workspace.
 * @throws WorkspaceError `no_repository`
 */
export async function privateRepository(root: string, searchPath: string): Promise<PrivateRepository> {
  const own = join(root, '.git');
  await assertDirectories(own, join(own, 'objects'), join(own, 'refs'));
  const head = await headOf(own);
  const folder = await mkdtemp(join(tmpdir(), 'podium-git-'));
  await mkdir(join(folder, 'info'));
  await Promise.all([
    writeFile(join(folder, 'config'), configuration),
    writeFile(join(folder, 'HEAD'), head),
    symlink(join(own, 'refs'), join(folder, 'refs')),
    ...['packed-refs', 'shallow', 'info/exclude'].map((name) => symlink(join(own, name), join(folder, name))),
  ]);
  return {
    env: {
      PATH: searchPath,
      HOME: folder,
      LC_ALL: 'C.UTF-8',
      GIT_DIR: folder,
      GIT_WORK_TREE: root,
      GIT_OBJECT_DIRECTORY: join(own, 'objects'),
      GIT_INDEX_FILE: join(own, 'index'),
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_ATTR_NOSYSTEM: '1',
      GIT_LITERAL_PATHSPECS: '1',
      GIT_NO_LAZY_FETCH: '1',
      GIT_NO_REPLACE_OBJECTS: '1',
      GIT_OPTIONAL_LOCKS: '0',
      GIT_PAGER: 'cat',
      GIT_TERMINAL_PROMPT: '0',
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Also not where they are links: those could lead out of the workspace. */
async function assertDirectories(...paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    try {
      if ((await lstat(path)).isDirectory()) continue;
    } catch (error) {
      if (systemCode(error) !== 'ENOENT' && systemCode(error) !== 'ENOTDIR') throw error;
    }
    throw new WorkspaceError('no_repository', 'The workspace is no git repository of its own.');
  }
}

/** The name of a branch, or a commit. */
async function headOf(own: string): Promise<string> {
  const head = (await smallFile(join(own, 'HEAD'))).trim();
  if (!/^(ref: refs\/[^\s\0]+|[0-9a-f]{40})$/.test(head)) {
    throw new WorkspaceError('no_repository', 'The repository has no usable HEAD.');
  }
  return `${head}\n`;
}

/** Empty for all else: a link could lead out of the workspace, a pipe would never end, and nothing may be there. */
async function smallFile(path: string): Promise<string> {
  let handle: FileHandle;
  try {
    handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (['ENOENT', 'ELOOP', 'ENXIO', 'EACCES'].includes(systemCode(error) ?? '')) return '';
    throw error;
  }
  try {
    const stats = await handle.stat();
    if (!stats.isFile() || stats.size > maxHeadBytes) return '';
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(maxHeadBytes), 0, maxHeadBytes, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}
