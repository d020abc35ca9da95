import { createHash } from 'node:crypto';
import type { NatsConnection, ObjectInfo } from 'nats';
import { ProjectObjects } from './project-objects.ts';

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
  readonly #objects: ProjectObjects;

  constructor(nc: NatsConnection) {
    this.#objects = new ProjectObjects(nc, 'attachments');
  }

  /** @returns what is under the id now: an earlier file, where there was one. @throws LogUnavailableError */
  async put(projectId: string, file: AttachmentToStore, bytes: Uint8Array): Promise<StoredAttachment> {
    const earlier = await this.info(projectId, file.attachmentId);
    if (earlier) return earlier;
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const stored: StoredAttachment = { ...file, sizeBytes: bytes.length, sha256 };
    const description = JSON.stringify(stored);
    await this.#objects.put(projectId, file.attachmentId, bytes, { description });
    return stored;
  }

  /** Null where there is no such file. @throws LogUnavailableError */
  async info(projectId: string, attachmentId: string): Promise<StoredAttachment | null> {
    const info = await this.#objects.info(projectId, attachmentId);
    return info && storedOf(info);
  }

  /** The file with its bytes; null where there is none. @throws LogUnavailableError */
  async get(projectId: string, attachmentId: string): Promise<(StoredAttachment & { bytes: Uint8Array }) | null> {
    const stored = await this.info(projectId, attachmentId);
    const bytes = stored && (await this.#objects.get(projectId, attachmentId));
    return bytes ? { ...stored, bytes } : null;
  }

  /** Removes all files of a project. @returns how many. @throws LogUnavailableError */
  deleteProject(projectId: string): Promise<number> {
    return this.#objects.deleteProject(projectId);
  }
}

function storedOf({ description = '{}' }: ObjectInfo): StoredAttachment {
  return JSON.parse(description) as StoredAttachment;
}
