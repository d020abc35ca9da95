import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { KV, NatsConnection } from 'nats';
import { keyBucket } from './buckets.ts';
import { translated } from './errors.ts';
import { outputSubject } from './subjects.ts';

const [compressed, expanded] = [promisify(gzip), promisify(gunzip)];

/** Largest listing, compressed, in bytes: servers take messages of 1 MiB. Thousands of usual paths are a tenth of it. */
const mostBytes = 900_000;

/** Which files a project's workspace had when it was last looked at. */
export interface WorkspaceListing {
  /** Relative paths, nearest to the top first. */
  readonly files: readonly string[];
  /** RFC 3339. */
  readonly listedAt: string;
}

/**
 * The newest listing of each project's workspace. It can always be made anew from the workspace.
 *
 * Each is one message: a file of the object store that is replaced while somebody reads it would never come to its end.
 */
export class WorkspaceFiles {
  readonly #nc: NatsConnection;
  #store: Promise<KV> | undefined;

  constructor(nc: NatsConnection) {
    this.#nc = nc;
  }

  /** Keeps as many files as a message can hold. @throws LogUnavailableError */
  async put(projectId: string, listing: WorkspaceListing): Promise<void> {
    const key = keyOf(projectId);
    const bytes = await written(listing);
    await this.#use((store) => store.put(key, bytes));
  }

  /** Null where the workspace was never looked at. @throws LogUnavailableError */
  async get(projectId: string): Promise<WorkspaceListing | null> {
    const key = keyOf(projectId);
    const entry = await this.#use((store) => store.get(key));
    if (entry?.operation !== 'PUT') return null;
    return JSON.parse((await expanded(entry.value)).toString()) as WorkspaceListing;
  }

  /** When the workspace was last looked at; empty where it never was. @throws LogUnavailableError */
  async listedAt(projectId: string): Promise<string> {
    return (await this.get(projectId))?.listedAt ?? '';
  }

  /** @throws LogUnavailableError */
  async delete(projectId: string): Promise<void> {
    const key = keyOf(projectId);
    await this.#use((store) => store.purge(key));
  }

  async #use<T>(work: (store: KV) => Promise<T>): Promise<T> {
    try {
      this.#store ??= keyBucket(this.#nc, 'workspace-files', { history: 1 });
      return await work(await this.#store);
    } catch (error) {
      this.#store = undefined;
      throw translated(error);
    }
  }
}

async function written({ files, listedAt }: WorkspaceListing): Promise<Uint8Array> {
  for (let kept = files.length; ; kept = Math.floor(kept / 2)) {
    const bytes = await compressed(JSON.stringify({ files: files.slice(0, kept), listedAt }));
    if (bytes.length <= mostBytes || kept === 0) return bytes;
  }
}

/** Goes through the allow-list of subjects, because ids reach this from outside. */
function keyOf(projectId: string): string {
  return outputSubject(projectId, 'files').slice('log.'.length);
}
