import { Body, Controller, Inject, Param, Query, Req, Res, UseInterceptors } from '@nestjs/common';
import type { AttachmentView, TaskView, UndoView } from '@podium/board';
import { AttachmentStore, RequestReusedError, type StoredAttachment } from '@podium/jetstream';
import { CONFIG } from '@podium/service-kit';
import type { Request, Response } from 'express';
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { personOf } from '../identity/person.ts';
import type { GatewayConfig } from '../config.ts';
import { FileRoom } from '../requests/file-room.ts';
import { IntentOf, type Intent } from '../requests/intent.ts';
import { ProjectDirectory } from '../requests/project-directory.ts';
import { TaskChanges, type Undoable } from '../requests/task-changes.ts';
import { taskPath } from '../requests/undo.ts';
import { Writer } from '../requests/writer.ts';
import { Written, type PendingRequest } from '../requests/written.ts';
import { ApiRoute } from './api-route.ts';
import { fileName, mediaType, readFile, sendFile } from './attachment-files.ts';
import { ProjectId, TaskId } from './known-id.ts';
import { notFound } from './problems.ts';
import { idSchema } from './schemas/requests.ts';
import { attachSchema, changedTaskSchema, uploadQuerySchema } from './schemas/tasks.ts';
import { attachmentSchema } from './schemas/views.ts';
import { UploadSlots } from './upload-slots.ts';
import { WriteAnswers } from './write-answers.ts';

type TaskAnswer = Promise<Written<Undoable<TaskView>> | PendingRequest>;

/** Files of tasks and prompts. They are stored first, and then given to a task or sent with a prompt. */
@Controller('api')
@UseInterceptors(WriteAnswers)
export class AttachmentsController {
  readonly #slots = new UploadSlots();

  constructor(
    @Inject(Writer) private readonly writer: Writer,
    @Inject(ProjectDirectory) private readonly directory: ProjectDirectory,
    @Inject(TaskChanges) private readonly changes: TaskChanges,
    @Inject(AttachmentStore) private readonly store: AttachmentStore,
    @Inject(FileRoom) private readonly room: FileRoom,
    @Inject(CONFIG) private readonly config: GatewayConfig,
  ) {}

  @ApiRoute({
    method: 'post',
    path: '/projects/:projectId/attachments',
    operationId: 'uploadAttachment',
    summary: 'Store a file: the body is the file, its media type that of the request',
    tag: 'projects',
    query: uploadQuerySchema,
    upload: true,
    status: 201,
    answer: attachmentSchema,
    problems: [404],
  })
  async upload(
    @ProjectId() projectId: string,
    @Query({ schema: uploadQuerySchema }) { name }: z.infer<typeof uploadQuerySchema>,
    @Req() request: Request,
    @IntentOf() intent: Intent,
  ): Promise<Written<AttachmentView>> {
    await this.directory.assertExists(projectId);
    const maxBytes = this.config.PODIUM_FILE_MIB * 1024 * 1024;
    // Until it is stored a file takes memory: a log that is slower than the people who send must not make it run out.
    const stored = await this.#slots.during(personOf(request).id, async () => {
      return this.stored(projectId, name, { request, intent, bytes: await readFile(request, maxBytes) });
    });
    return new Written(viewOf(stored), undefined, `/api/projects/${projectId}/attachments/${stored.attachmentId}`);
  }

  private async stored(
    projectId: string,
    name: string,
    { request, intent, bytes }: { request: Request; intent: Intent; bytes: Buffer },
  ): Promise<StoredAttachment> {
    const file = {
      attachmentId: intent.newId('attachment'),
      name: fileName(name),
      contentType: mediaType(request.get('content-type')),
      storedAt: new Date().toISOString(),
      storedBy: intent.actor,
    };
    const { attachmentId } = file;
    // What was stored by the same request before needs no room any more.
    const stored =
      (await this.store.info(projectId, attachmentId)) ??
      (await this.room.during({ projectId, attachmentId, sizeBytes: bytes.length }, () =>
        this.store.put(projectId, file, bytes),
      ));
    assertSame(stored, file, bytes);
    return stored;
  }

  @ApiRoute({
    method: 'get',
    path: '/projects/:projectId/attachments/:attachmentId',
    operationId: 'getAttachment',
    summary: 'A stored file, always as a download',
    tag: 'projects',
    status: 200,
    answer: { mediaTypes: ['*/*'] },
    problems: [404],
  })
  async get(
    @ProjectId() projectId: string,
    @Param('attachmentId') attachmentId: string,
    @Res() response: Response,
  ): Promise<void> {
    await this.directory.assertExists(projectId);
    const file = idSchema.safeParse(attachmentId).success ? await this.store.get(projectId, attachmentId) : null;
    if (!file) throw notFound('attachment');
    sendFile(response, file);
  }

  @ApiRoute({
    method: 'post',
    path: '/projects/:projectId/tasks/:taskId/attachments',
    operationId: 'attachFile',
    summary: 'Give a stored file to a task',
    tag: 'tasks',
    body: attachSchema,
    status: 200,
    answer: changedTaskSchema,
    problems: [404],
  })
  async attach(
    @ProjectId() projectId: string,
    @TaskId() taskId: string,
    @Body({ schema: attachSchema }) { attachment_id: attachmentId }: z.infer<typeof attachSchema>,
    @IntentOf() intent: Intent,
  ): TaskAnswer {
    await this.directory.assertExists(projectId);
    const file = await this.store.info(projectId, attachmentId);
    if (!file) throw notFound('attachment');
    const { name, contentType, sizeBytes } = file;
    const data = { taskId, attachment: { attachmentId, name, contentType, sizeBytes } };
    const undo: UndoView = { method: 'DELETE', path: `${taskPath(projectId, taskId)}/attachments/${attachmentId}` };
    return this.writer.write(
      { to: { projectId, id: taskId }, type: 'podium.task.v1.TaskAttachmentAddRequested', data },
      intent,
      (accepted) => this.changes.answer({ projectId, taskId }, accepted, () => undo),
    );
  }

  @ApiRoute({
    method: 'delete',
    path: '/projects/:projectId/tasks/:taskId/attachments/:attachmentId',
    operationId: 'detachFile',
    summary: 'Take a file off a task; it stays stored with its project',
    tag: 'tasks',
    status: 200,
    answer: changedTaskSchema,
    problems: [404],
  })
  async detach(
    @ProjectId() projectId: string,
    @TaskId() taskId: string,
    @Param('attachmentId') attachmentId: string,
    @IntentOf() intent: Intent,
  ): TaskAnswer {
    await this.directory.assertExists(projectId);
    const path = `${taskPath(projectId, taskId)}/attachments`;
    const undo: UndoView = { method: 'POST', path, body: { attachment_id: attachmentId } };
    return this.writer.write(
      {
        to: { projectId, id: taskId },
        type: 'podium.task.v1.TaskAttachmentRemoveRequested',
        data: { taskId, attachmentId },
      },
      intent,
      (accepted) => this.changes.answer({ projectId, taskId }, accepted, () => undo),
    );
  }
}

/** The same key must come with the same file. @throws RequestReusedError */
function assertSame(
  stored: StoredAttachment,
  { name, contentType }: Pick<StoredAttachment, 'name' | 'contentType'>,
  bytes: Uint8Array,
): void {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (stored.sha256 === sha256 && stored.name === name && stored.contentType === contentType) return;
  throw new RequestReusedError('Another file was stored with this Idempotency-Key. Use a new key.');
}

function viewOf({ attachmentId, name, contentType, sizeBytes, storedAt, storedBy }: StoredAttachment): AttachmentView {
  return {
    id: attachmentId,
    name,
    content_type: contentType,
    size_bytes: sizeBytes,
    added_at: storedAt,
    added_by: storedBy,
  };
}
