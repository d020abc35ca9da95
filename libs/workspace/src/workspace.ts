import type { Directory, WorkspaceEntry } from './contract.ts';
import { WorkspaceError } from './errors.ts';
import {
  listDirectory,
  readPart,
  writeFileWhole,
  type FilePart,
  type ReadOptions,
  type WriteCondition,
} from './files.ts';
import { Repository } from './repository.ts';
import { searchText, type SearchResult } from './search.ts';

/**
 * A project's files, as they can be shown to people. The folder belongs to agents and to whoever wrote the repository:
 * nothing in it is followed out of it, and nothing in it is run. Every method throws WorkspaceError.
 */
export class Workspace {
  readonly git: Repository;
  readonly #root: string;
  readonly #searchPath: string;

  /**
   * @param root absolute.
   * @param searchPath where git and ripgrep are looked for.
   */
  constructor(root: string, searchPath: string) {
    this.#root = root;
    this.#searchPath = searchPath;
    this.git = new Repository(root, searchPath);
  }

  list(path: string): Promise<Directory> {
    return listDirectory(this.#root, path);
  }

  read(path: string, options?: ReadOptions): Promise<FilePart> {
    return readPart(this.#root, path, options);
  }

  /** Returns the new etag. */
  write(path: string, bytes: Uint8Array, condition: WriteCondition): Promise<string> {
    return writeFileWhole(this.#root, path, bytes, condition);
  }

  /** What is at the path, whichever it is. */
  async look(path: string, options?: ReadOptions): Promise<WorkspaceEntry> {
    try {
      return await this.list(path);
    } catch (error) {
      if (!(error instanceof WorkspaceError) || error.code !== 'not_a_directory') throw error;
    }
    const { sizeBytes, modifiedAt, bytes, ...part } = await this.read(path, options);
    return {
      kind: 'file',
      ...part,
      size_bytes: sizeBytes,
      modified_at: modifiedAt.toISOString(),
      content: bytes.toString('base64'),
    };
  }

  search(query: string, limit: number): Promise<SearchResult> {
    return searchText(this.#root, { query, limit, searchPath: this.#searchPath });
  }
}
