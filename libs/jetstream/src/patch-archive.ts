import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { NatsConnection } from 'nats';
import { ProjectObjects } from './project-objects.ts';

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
  readonly #objects: ProjectObjects;

  constructor(nc: NatsConnection) {
    this.#objects = new ProjectObjects(nc, 'patches');
  }

  /** @returns the id of the patches. @throws LogUnavailableError */
  async put(projectId: string, patches: readonly FilePatch[]): Promise<string> {
    const text = JSON.stringify(patches);
    const id = createHash('sha256').update(text).digest('hex');
    if (await this.#objects.info(projectId, id)) return id;
    await this.#objects.put(projectId, id, await compressed(text));
    return id;
  }

  /** Null where there are no such patches. @throws LogUnavailableError */
  async get(projectId: string, id: string): Promise<FilePatch[] | null> {
    const data = await this.#objects.get(projectId, id);
    return data ? (JSON.parse((await expanded(data)).toString('utf8')) as FilePatch[]) : null;
  }

  /** Removes all patches of a project. @returns how many objects. @throws LogUnavailableError */
  deleteProject(projectId: string): Promise<number> {
    return this.#objects.deleteProject(projectId);
  }
}
