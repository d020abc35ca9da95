import { Body, Controller, Inject, UseInterceptors } from '@nestjs/common';
import type { z } from 'zod';
import { IntentOf, type Intent } from '../requests/intent.ts';
import { ProjectDirectory } from '../requests/project-directory.ts';
import { Writer } from '../requests/writer.ts';
import type { PendingRequest, Written } from '../requests/written.ts';
import { ApiRoute } from './api-route.ts';
import { ProjectId, SessionId } from './known-id.ts';
import { revertedSchema, revertSchema, unrevertSchema } from './schemas/conversation.ts';
import { WriteAnswers } from './write-answers.ts';

type RevertAnswer = Promise<Written<z.infer<typeof revertedSchema>> | PendingRequest>;

const tag = 'sessions';

/** Putting a workspace back to where it was before something was said, and undoing that. */
@Controller('api')
@UseInterceptors(WriteAnswers)
export class RevertsController {
  constructor(
    @Inject(Writer) private readonly writer: Writer,
    @Inject(ProjectDirectory) private readonly directory: ProjectDirectory,
  ) {}

  @ApiRoute({
    method: 'post',
    path: '/projects/:projectId/sessions/:sessionId/revert',
    operationId: 'revertSession',
    summary: 'Put workspace and conversation back to before a message. The next prompt makes it final',
    tag,
    body: revertSchema,
    status: 200,
    answer: revertedSchema,
    problems: [404, 409],
  })
  async revert(
    @ProjectId() projectId: string,
    @SessionId() sessionId: string,
    @Body({ schema: revertSchema })
    { message_id: messageId, with_others_work: withOthersWork }: z.infer<typeof revertSchema>,
    @IntentOf() intent: Intent,
  ): RevertAnswer {
    await this.directory.assertExists(projectId);
    return this.writer.write(
      {
        to: { projectId, id: sessionId },
        type: 'podium.session.v1.SessionRevertRequested',
        data: { sessionId, messageId, ...(withOthersWork ? { withOthersWork } : {}) },
      },
      intent,
      ({ position = 0 }) => ({ body: { session_id: sessionId, reverted_to: messageId, position }, position }),
    );
  }

  @ApiRoute({
    method: 'post',
    path: '/projects/:projectId/sessions/:sessionId/unrevert',
    operationId: 'unrevertSession',
    summary: 'Undo putting back, as long as nothing was said since',
    tag,
    body: unrevertSchema,
    isBodyOptional: true,
    status: 200,
    answer: revertedSchema,
    problems: [404, 409],
  })
  async unrevert(
    @ProjectId() projectId: string,
    @SessionId() sessionId: string,
    @Body({ schema: unrevertSchema.prefault({}) })
    { with_others_work: withOthersWork }: z.infer<typeof unrevertSchema>,
    @IntentOf() intent: Intent,
  ): RevertAnswer {
    await this.directory.assertExists(projectId);
    return this.writer.write(
      {
        to: { projectId, id: sessionId },
        type: 'podium.session.v1.SessionUnrevertRequested',
        data: { sessionId, ...(withOthersWork ? { withOthersWork } : {}) },
      },
      intent,
      ({ position = 0 }) => ({ body: { session_id: sessionId, reverted_to: null, position }, position }),
    );
  }
}
