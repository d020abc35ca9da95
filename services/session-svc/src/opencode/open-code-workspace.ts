/** Reads JSON from an OpenCode server, for its directory. */
export type ReadOpenCode = <T>(path: string, query?: Readonly<Record<string, string>>) => Promise<T>;

interface FileNode {
  readonly path: string;
  readonly type: 'file' | 'directory';
  readonly ignored?: boolean;
}

/** Folders that are read at the same time. */
const foldersAtOnce = 8;
/** Most matches that OpenCode gives. */
const mostMatches = 200;

/** The files of an OpenCode server's directory. Every method may throw `OpenCodeError`. */
export class OpenCodeWorkspace {
  private readonly get: ReadOpenCode;

  constructor(get: ReadOpenCode) {
    this.get = get;
  }

  /** Whether there is a file of that path, relative to the directory. Files that git ignores are none. */
  async has(path: string): Promise<boolean> {
    const query = { query: path, limit: String(mostMatches), type: 'file' };
    return (await this.get<readonly string[]>('/find/file', query)).includes(path);
  }

  /** Paths of all files that git does not ignore, nearest to the top first, up to a number. */
  async files(most: number): Promise<string[]> {
    const files: string[] = [];
    let folders = [''];
    while (folders.length > 0 && files.length < most) {
      const next: string[] = [];
      for (let at = 0; at < folders.length && files.length < most; at += foldersAtOnce) {
        const lists = await Promise.all(folders.slice(at, at + foldersAtOnce).map((path) => this.list(path)));
        for (const { path, type } of lists.flat()) (type === 'file' ? files : next).push(path);
      }
      folders = next;
    }
    return files.slice(0, most);
  }

  private async list(path: string): Promise<FileNode[]> {
    const nodes = await this.get<readonly FileNode[]>('/file', { path });
    // A folder's path may end in a slash; a submodule's `.git` is a file.
    return nodes.filter(({ path: found, ignored }) => ignored !== true && !/(^|\/)\.git\/?$/.test(found));
  }
}
