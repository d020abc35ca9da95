import { relative } from 'node:path';
import { watch, type FSWatcher } from 'chokidar';
import type { ServerResponse } from 'node:http';
import { alwaysHeaders, RequestError } from './answers.ts';

const maxFollowers = 32;
const heartbeatMs = 15_000;
/** What no person edits, and what there is most of. */
const ignored = /(^|\/)(\.git|node_modules)(\/|$)/;

/** Tells over SSE which files change. One watch for all who follow; none while nobody does. */
export class FileChanges {
  readonly #root: string;
  readonly #followers = new Set<ServerResponse>();
  #watcher: FSWatcher | undefined;

  constructor(root: string) {
    this.#root = root;
  }

  /** Answers with a stream of `{"event": "add|change|unlink|addDir|unlinkDir", "path": "src/a.ts"}`. */
  follow(response: ServerResponse): void {
    if (this.#followers.size >= maxFollowers) {
      throw new RequestError('too_many_followers', 429, `Only ${maxFollowers} may follow the files at once.`);
    }
    response.writeHead(200, { ...alwaysHeaders, 'content-type': 'text/event-stream' });
    const heartbeat = setInterval(() => {
      if (!response.writableEnded) response.write(': still here\n\n');
    }, heartbeatMs);
    this.#followers.add(response);
    const begin = this.#watcher === undefined;
    const watcher = (this.#watcher ??= this.#watch());
    // Changes before that are not told.
    if (begin) watcher.once('ready', () => this.#tell('ready', {}));
    else response.write('event: ready\ndata: {}\n\n');
    response.on('close', () => {
      clearInterval(heartbeat);
      this.#followers.delete(response);
      if (this.#followers.size === 0) void this.close();
    });
  }

  async close(): Promise<void> {
    const watcher = this.#watcher;
    this.#watcher = undefined;
    for (const follower of this.#followers) follower.end();
    // One that reads slowly stays connected for a while. A word more after the end would end this process.
    this.#followers.clear();
    await watcher?.close();
  }

  #watch(): FSWatcher {
    const watcher = watch(this.#root, {
      followSymlinks: false,
      ignoreInitial: true,
      ignored: (path) => ignored.test(relative(this.#root, path)),
    });
    watcher.on('all', (event, path) => this.#tell('change', { event, path: relative(this.#root, path) }));
    // For example more folders than the system lets one watch: followers come again, or do without.
    watcher.on('error', () => void this.close());
    return watcher;
  }

  #tell(event: string, data: object): void {
    const text = `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
    for (const follower of this.#followers) follower.write(text);
  }
}
