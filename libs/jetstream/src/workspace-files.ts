import { StorageType, type NatsConnection, type ObjectStore } from 'nats';
import { translated } from './errors.ts';
import { outputSubject } from './subjects.ts';

/** Name of the bucket; its stream is `OBJ_workspace-files`. */
const bucket = 'workspace-files';

/** Which files a project's workspace had when it was last looked at. */
export interface WorkspaceListing {
  /** Relative paths, nearest to the top first. */
  readonly files: readonly string[];
  /** RFC 3339. */
  readonly listedAt: string;
}

/** The newest listing of each project's workspace. It can always be made anew from the workspace. */
export class WorkspaceFiles {
  readonly #nc: NatsConnection;
  #store: Promise<ObjectStore> | undefined;

  constructor(nc: NatsConnection) {
    this.#nc = nc;
  }

  /** @throws LogUnavailableError */
  async put(projectId: string, { files, listedAt }: WorkspaceListing): Promise<void> {
    const name = nameOf(projectId);
    await this.#use((store) =>
      store.putBlob({ name, metadata: { listedAt } }, new TextEncoder().encode(files.join('\0'))),
    );
  }

  /** Null where the workspace was never looked at. @throws LogUnavailableError */
  async get(projectId: string): Promise<WorkspaceListing | null> {
    return this.#use(async (store) => {
      const info = await store.info(nameOf(projectId));
      const bytes = info && !info.deleted ? await store.getBlob(nameOf(projectId)) : null;
      if (!bytes) return null;
      const text = new TextDecoder().decode(bytes);
      return { files: text === '' ? [] : text.split('\0'), listedAt: info?.metadata?.['listedAt'] ?? '' };
    });
  }

  /** When the workspace was last looked at; empty where it never was. @throws LogUnavailableError */
  async listedAt(projectId: string): Promise<string> {
    const info = await this.#use((store) => store.info(nameOf(projectId)));
    return info && !info.deleted ? (info.metadata?.['listedAt'] ?? '') : '';
  }

  /** @throws LogUnavailableError */
  async delete(projectId: string): Promise<void> {
    await this.#use(async (store) => {
      if (await store.info(nameOf(projectId))) await store.delete(nameOf(projectId));
    });
  }

  async #use<T>(work: (store: ObjectStore) => Promise<T>): Promise<T> {
    try {
      this.#store ??= this.#nc.jetstream().views.os(bucket, { storage: StorageType.File });
      return await work(await this.#store);
    } catch (error) {
      this.#store = undefined;
      throw translated(error);
    }
  }
}

/** Goes through the allow-list of subjects, because ids reach this from outside. */
function nameOf(projectId: string): string {
  return outputSubject(projectId, 'files').slice('log.'.length);
}
