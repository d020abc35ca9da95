import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { NatsConnection, ObjectStore } from 'nats';
import { objectBucket } from './buckets.ts';
import { translated } from './errors.ts';
import { readObject } from './read-object.ts';
import { outputSubject } from './subjects.ts';

const [compressed, expanded] = [promisify(gzip), promisify(gunzip)];

/** What became of one file, as a unified diff. */
export interface FilePatch {
  /** Relative to the workspace. */
  readonly path: string;
  /** Empty for a binary file. */
  readonly patch: string;
  /** Whether the patch ends before its end, or was left out, because it is too long. */
  readonly isTruncated: boolean;
}

/**
 * The patches of sessions' turns, one compressed object for each turn, kept for as long as their project.
 *
 * An id is made of what it stands for: what is under it never changes, whoever writes it again.
 */
export class PatchArchive {
  readonly #nc: NatsConnection;
  #store: Promise<ObjectStore> | undefined;

  constructor(nc: NatsConnection) {
    this.#nc = nc;
  }

  /** @returns the id of the patches. @throws LogUnavailableError */
  async put(projectId: string, patches: readonly FilePatch[]): Promise<string> {
    const text = JSON.stringify(patches);
    const id = createHash('sha256').update(text).digest('hex');
    const name = nameOf(projectId, id);
    const earlier = await this.#use((store) => store.info(name));
    if (earlier && !earlier.deleted) return id;
    const data = await compressed(text);
    await this.#use((store) => store.putBlob({ name }, data));
    return id;
  }

  /** Null where there are no such patches. @throws LogUnavailableError */
  async get(projectId: string, id: string): Promise<FilePatch[] | null> {
    const data = await this.#use((store) => readObject(store, nameOf(projectId, id)));
    return data ? (JSON.parse((await expanded(data)).toString('utf8')) as FilePatch[]) : null;
  }

  /** Removes all patches of a project. @returns how many objects. @throws LogUnavailableError */
  async deleteProject(projectId: string): Promise<number> {
    return this.#use(async (store) => {
      const names = (await store.list()).map((info) => info.name).filter((name) => name.startsWith(`${projectId}.`));
      for (const name of names) await store.delete(name);
      return names.length;
    });
  }

  async #use<T>(work: (store: ObjectStore) => Promise<T>): Promise<T> {
    try {
      this.#store ??= objectBucket(this.#nc, 'patches');
      return await work(await this.#store);
    } catch (error) {
      this.#store = undefined;
      throw translated(error);
    }
  }
}

/** Goes through the allow-list of subjects, because ids of projects reach this from outside. */
function nameOf(projectId: string, id: string): string {
  return outputSubject(projectId, id).slice('log.'.length);
}
