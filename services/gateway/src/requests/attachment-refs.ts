import type { AttachmentStore } from '@podium/jetstream';
import type { AttachmentRef } from '@podium/proto';
import { problemOf } from '@podium/service-kit';
import { gatewayProblems } from '../api/problems.ts';
import { inTime } from './in-time.ts';

/** How long the object store may take. */
const timeoutMs = 2_500;

/** Says of attachments what a prompt needs to know of them. */
export class AttachmentRefs {
  readonly #store: Pick<AttachmentStore, 'info'>;

  constructor(store: Pick<AttachmentStore, 'info'>) {
    this.#store = store;
  }

  /** @throws ProblemError 404 where the project has no such attachment; LogUnavailableError */
  of(projectId: string, attachmentIds: readonly string[]): Promise<AttachmentRef[]> {
    return Promise.all(attachmentIds.map((id) => this.#one(projectId, id)));
  }

  async #one(projectId: string, id: string): Promise<AttachmentRef> {
    const stored = await inTime(timeoutMs, this.#store.info(projectId, id));
    if (!stored) throw problemOf('attachment_not_found', `There is no attachment ${id}.`, gatewayProblems);
    const { attachmentId, name, contentType, sizeBytes } = stored;
    return { attachmentId, name, contentType, sizeBytes };
  }
}
