import type { NatsConnection, ObjectInfo, ObjectStore, ObjectStoreMeta } from 'nats';
import { objectBucket } from './buckets.ts';
import { translated } from './errors.ts';
import { readObject } from './read-object.ts';
import { outputSubject } from './subjects.ts';

type BucketName = Parameters<typeof objectBucket>[1];

/** Objects of one bucket, by project and id; a project's objects go together. Every method throws LogUnavailableError. */
export class ProjectObjects {
  readonly #nc: NatsConnection;
  readonly #bucket: BucketName;
  #store: Promise<ObjectStore> | undefined;

  constructor(nc: NatsConnection, bucket: BucketName) {
    this.#nc = nc;
    this.#bucket = bucket;
  }

  async put(
    projectId: string,
    id: string,
    bytes: Uint8Array,
    about: Omit<ObjectStoreMeta, 'name'> = {},
  ): Promise<void> {
    await this.#use((store) => store.putBlob({ ...about, name: nameOf(projectId, id) }, bytes));
  }

  /** Null where there is no such object. */
  get(projectId: string, id: string): Promise<Uint8Array | null> {
    return this.#use((store) => readObject(store, nameOf(projectId, id)));
  }

  /** Null where there is no such object. */
  async info(projectId: string, id: string): Promise<ObjectInfo | null> {
    const info = await this.#use((store) => store.info(nameOf(projectId, id)));
    return info && !info.deleted ? info : null;
  }

  /** @returns how many objects there were. */
  async deleteProject(projectId: string): Promise<number> {
    return this.#use(async (store) => {
      const names = (await store.list()).map((info) => info.name).filter((name) => name.startsWith(`${projectId}.`));
      for (const name of names) await store.delete(name);
      return names.length;
    });
  }

  async #use<T>(work: (store: ObjectStore) => Promise<T>): Promise<T> {
    try {
      this.#store ??= objectBucket(this.#nc, this.#bucket);
      return await work(await this.#store);
    } catch (error) {
      this.#store = undefined;
      throw translated(error);
    }
  }
}

/** Goes through the allow-list of subjects, because ids reach this from outside. */
function nameOf(projectId: string, id: string): string {
  return outputSubject(projectId, id).slice('log.'.length);
}
