import { createHash } from 'node:crypto';
import type { NatsConnection, ObjectInfo, ObjectStore } from 'nats';
import { objectBucket } from './buckets.ts';
import { translated } from './errors.ts';
import { readObject } from './read-object.ts';
import { outputSubject } from './subjects.ts';

/** What is known of a stored file without reading it. */
export interface StoredAttachment {
  readonly attachmentId: string;
  /** As the person gave it, without what no file name may have. */
  readonly name: string;
  /** Media type as the person gave it. Nobody has checked it: the bytes may be anything. */
  readonly contentType: string;
  readonly sizeBytes: number;
  /** SHA-256 in hex. */
  readonly sha256: string;
  /** RFC 3339. */
  readonly storedAt: string;
  /** As an actor. */
  readonly storedBy: string;
}

/** What is said of a file when it is stored. */
export type AttachmentToStore = Pick<
  StoredAttachment,
  'attachmentId' | 'name' | 'contentType' | 'storedAt' | 'storedBy'
>;

/** Files that people gave to tasks and prompts, by project and id. What is stored under an id never changes. */
export class AttachmentStore {
  readonly #nc: NatsConnection;
  #store: Promise<ObjectStore> | undefined;

  constructor(nc: NatsConnection) {
    this.#nc = nc;
  }

  /** @returns what is under the id now: an earlier file, where there was one. @throws LogUnavailableError */
  async put(projectId: string, file: AttachmentToStore, bytes: Uint8Array): Promise<StoredAttachment> {
    const earlier = await this.info(projectId, file.attachmentId);
    if (earlier) return earlier;
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const stored: StoredAttachment = { ...file, sizeBytes: bytes.length, sha256 };
    const description = JSON.stringify(stored);
    const name = nameOf(projectId, file.attachmentId);
    await this.#use((store) => store.putBlob({ name, description }, bytes));
    return stored;
  }

  /** Null where there is no such file. @throws LogUnavailableError */
  async info(projectId: string, attachmentId: string): Promise<StoredAttachment | null> {
    const info = await this.#use((store) => store.info(nameOf(projectId, attachmentId)));
    return info && !info.deleted ? storedOf(info) : null;
  }

  /** The file with its bytes; null where there is none. @throws LogUnavailableError */
  async get(projectId: string, attachmentId: string): Promise<(StoredAttachment & { bytes: Uint8Array }) | null> {
    const stored = await this.info(projectId, attachmentId);
    const bytes = stored && (await this.#use((store) => readObject(store, nameOf(projectId, attachmentId))));
    return bytes ? { ...stored, bytes } : null;
  }

  /** Removes all files of a project. @returns how many. @throws LogUnavailableError */
  async deleteProject(projectId: string): Promise<number> {
    return this.#use(async (store) => {
      const names = (await store.list()).map((info) => info.name).filter((name) => name.startsWith(`${projectId}.`));
      for (const name of names) await store.delete(name);
      return names.length;
    });
  }

  async #use<T>(work: (store: ObjectStore) => Promise<T>): Promise<T> {
    try {
      this.#store ??= objectBucket(this.#nc, 'attachments');
      return await work(await this.#store);
    } catch (error) {
      this.#store = undefined;
      throw translated(error);
    }
  }
}

function storedOf({ description = '{}' }: ObjectInfo): StoredAttachment {
  return JSON.parse(description) as StoredAttachment;
}

/** Goes through the allow-list of subjects, because ids reach this from outside. */
function nameOf(projectId: string, attachmentId: string): string {
  return outputSubject(projectId, attachmentId).slice('log.'.length);
}
