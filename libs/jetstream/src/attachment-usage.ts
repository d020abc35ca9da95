import type { NatsConnection, ObjectInfo } from 'nats';
import { objectBucket } from './buckets.ts';
import { translated } from './errors.ts';

/** How many bytes the files of each project take up: read once, when it is first asked for, and followed from then on. */
export class AttachmentUsage {
  readonly #nc: NatsConnection;
  readonly #sizes = new Map<string, number>();
  readonly #totals = new Map<string, number>();
  #known: Promise<void> | undefined;

  constructor(nc: NatsConnection) {
    this.#nc = nc;
  }

  /**
   * What is stored elsewhere at this moment counts a moment later; {@link note} counts what is stored here.
   *
   * @throws LogUnavailableError
   */
  async bytesOf(projectId: string): Promise<number> {
    this.#known ??= this.#follow();
    try {
      await this.#known;
    } catch (error) {
      this.#known = undefined;
      throw translated(error);
    }
    return this.#totals.get(projectId) ?? 0;
  }

  /** Counts a file that has just been stored. */
  note(projectId: string, attachmentId: string, sizeBytes: number): void {
    this.#set(`${projectId}.${attachmentId}`, sizeBytes);
  }

  /** Resolves when everything that is there has been read, and goes on reading then. */
  #follow(): Promise<void> {
    this.#sizes.clear();
    this.#totals.clear();
    return new Promise((resolve, reject) => {
      // After its end it is read anew, when it is next asked for.
      this.#read(resolve).then(
        () => {
          this.#known = undefined;
          reject(new Error('The files are not told of any more'));
        },
        (error: unknown) => {
          this.#known = undefined;
          reject(error instanceof Error ? error : new Error(String(error)));
        },
      );
    });
  }

  async #read(onAllRead: () => void): Promise<void> {
    const bucket = await objectBucket(this.#nc, 'attachments');
    for await (const info of await bucket.watch({ includeHistory: true })) {
      // The client says with null that what was there has been read.
      if (info === null) onAllRead();
      else this.#observe(info);
    }
  }

  #observe({ name, size, deleted }: ObjectInfo): void {
    this.#set(name, deleted ? 0 : size);
  }

  #set(name: string, sizeBytes: number): void {
    const [projectId = ''] = name.split('.', 1);
    const total = (this.#totals.get(projectId) ?? 0) - (this.#sizes.get(name) ?? 0) + sizeBytes;
    if (sizeBytes > 0) this.#sizes.set(name, sizeBytes);
    else this.#sizes.delete(name);
    if (total > 0) this.#totals.set(projectId, total);
    else this.#totals.delete(projectId);
  }
}
