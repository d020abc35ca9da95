import type { AttachmentUsage } from '@podium/jetstream';
import { problemOf } from '@podium/service-kit';
import { gatewayProblems } from '../api/problems.ts';

const bytesOfMiB = 1024 * 1024;

/** How much room the files of one project may take. */
export class FileRoom {
  readonly #usage: AttachmentUsage;
  readonly #limitBytes: number;
  /** By project: room for files that are being stored here at this moment. */
  readonly #reserved = new Map<string, number>();

  constructor(usage: AttachmentUsage, limitBytes: number) {
    this.#usage = usage;
    this.#limitBytes = limitBytes;
  }

  /**
   * Stores a file where there is room for it, also where several come at the same moment.
   *
   * @throws ProblemError 413 `project_files_full`, which says how much is used; what `store` throws; LogUnavailableError
   */
  async during<T>(
    file: { projectId: string; attachmentId: string; sizeBytes: number },
    store: () => Promise<T>,
  ): Promise<T> {
    const { projectId, attachmentId, sizeBytes } = file;
    const stored = await this.#usage.bytesOf(projectId);
    const used = stored + this.#reservedFor(projectId);
    if (used + sizeBytes > this.#limitBytes) throw this.#refusal(used, sizeBytes);
    this.#reserve(projectId, sizeBytes);
    try {
      const done = await store();
      this.#usage.note(projectId, attachmentId, sizeBytes);
      return done;
    } finally {
      this.#reserve(projectId, -sizeBytes);
    }
  }

  #reservedFor(projectId: string): number {
    return this.#reserved.get(projectId) ?? 0;
  }

  #reserve(projectId: string, bytes: number): void {
    const reserved = this.#reservedFor(projectId) + bytes;
    if (reserved > 0) this.#reserved.set(projectId, reserved);
    else this.#reserved.delete(projectId);
  }

  #refusal(usedBytes: number, sizeBytes: number): Error {
    const limit = this.#limitBytes;
    const detail =
      `The files of this project take up ${inMiB(usedBytes)} of ${inMiB(limit)} MiB, and this one has ` +
      `${inMiB(sizeBytes)}. Send a smaller one, or ask whoever runs Podium for more room (PODIUM_PROJECT_FILES_MIB).`;
    const extras = { used_bytes: usedBytes, limit_bytes: limit, file_bytes: sizeBytes };
    return problemOf('project_files_full', detail, gatewayProblems, extras);
  }
}

function inMiB(bytes: number): string {
  return (bytes / bytesOfMiB).toFixed(1).replace(/\.0$/, '');
}
