import { requestJson, type OpenCodeConnection } from './open-code-http.ts';
import { headOf, type Head } from './workspace-head.ts';

/** What became of one file, as OpenCode tells it. */
export interface FileDiff {
  /** Relative to the directory. */
  readonly file: string;
  /** A unified diff with the whole file as its context; empty for a binary file. */
  readonly patch: string;
  readonly additions: number;
  readonly deletions: number;
  readonly status: 'added' | 'modified' | 'deleted';
}

/** Nobody waits longer for an answer about what was changed. */
const timeoutMs = 8_000;
/** A turn that changed more than this is not looked at: with the whole of each file it would fill the memory. */
const mostBytes = 32 * 1024 * 1024;

/** What became of the files of an OpenCode server's directory. Every method may throw `OpenCodeError`. */
export class OpenCodeChanges {
  private readonly connection: OpenCodeConnection;

  constructor(connection: OpenCodeConnection) {
    this.connection = connection;
  }

  /** Where the repository of the directory is at. */
  head(): Promise<Head> {
    return headOf(this.connection.directory, async (path, directory) => {
      const query = { path, ...(directory === undefined ? {} : { directory }) };
      const { content } = await this.get<{ readonly content?: string }>('/file/content', query);
      return content ?? '';
    });
  }

  /**
   * What the run of a prompt has changed, its subagents' and its commands' changes included, by path. OpenCode computes it
   * behind its back after each step: right after the last one it may be that of the step before. It is empty without
   * git, and leaves out new files of more than 2 MB and files that git ignores.
   */
  diff(sessionId: string, messageId: string): Promise<FileDiff[]> {
    return this.get(`/session/${sessionId}/diff`, { messageID: messageId });
  }

  private get<T>(path: string, query: Readonly<Record<string, string>>): Promise<T> {
    return requestJson(this.connection, path, { timeoutMs, maxBytes: mostBytes, query });
  }
}
