import { AttachmentStore, OnFact } from '@podium/jetstream';
import { projectIdOf, type Recorded } from '@podium/proto';
import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { ATTACHMENTS } from '../tokens.ts';

/** Removes the files of deleted projects. */
@Controller()
export class DeleteAttachments {
  readonly #attachments: AttachmentStore;

  constructor(@Inject(ATTACHMENTS) attachments: AttachmentStore) {
    this.#attachments = attachments;
  }

  @OnFact('delete-attachments', ['podium.project.v1.ProjectDeleted'])
  async projectDeleted(@Payload() deleted: Recorded<'podium.project.v1.ProjectDeleted'>): Promise<void> {
    await this.#attachments.deleteProject(projectIdOf(deleted));
  }
}
