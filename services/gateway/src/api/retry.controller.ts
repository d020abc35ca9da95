import { Controller, Inject, UseInterceptors } from '@nestjs/common';
import type { SessionStatusName } from '@podium/board';
import type { z } from 'zod';
import { IntentOf, type Intent } from '../requests/intent.ts';
import { ProjectDirectory } from '../requests/project-directory.ts';
import { Writer } from '../requests/writer.ts';
import type { PendingRequest, Written } from '../requests/written.ts';
import { ApiRoute } from './api-route.ts';
import { ProjectId, SessionId } from './known-id.ts';
import { executionSchema } from './schemas/requests.ts';
import { WriteAnswers } from './write-answers.ts';

type Execution = z.infer<typeof executionSchema>;
type ExecutionAnswer = Promise<Written<Execution> | PendingRequest>;

const tag = 'sessions';

/** What people do about sessions that wait for their next try. */
@Controller('api')
@UseInterceptors(WriteAnswers)
export class RetryController {
  constructor(
    @Inject(Writer) private readonly writer: Writer,
    @Inject(ProjectDirectory) private readonly directory: ProjectDirectory,
  ) {}

  @ApiRoute({
    method: 'post',
    path: '/projects/:projectId/sessions/:sessionId/retry-now',
    operationId: 'retrySessionNow',
    summary: 'Try again now, instead of when the next try is due. The session waits for a free slot',
    tag,
    status: 202,
    answer: executionSchema,
    problems: [404, 409],
  })
  retryNow(
    @ProjectId() projectId: string,
    @SessionId() sessionId: string,
    @IntentOf() intent: Intent,
  ): ExecutionAnswer {
    return this.ask('podium.session.v1.SessionRetryRequested', 'queued', { projectId, sessionId }, intent);
  }

  @ApiRoute({
    method: 'post',
    path: '/projects/:projectId/sessions/:sessionId/give-up',
    operationId: 'giveUpSession',
    summary: 'No further try: the session fails with the reason of its last one',
    tag,
    status: 202,
    answer: executionSchema,
    problems: [404, 409],
  })
  giveUp(@ProjectId() projectId: string, @SessionId() sessionId: string, @IntentOf() intent: Intent): ExecutionAnswer {
    return this.ask('podium.session.v1.SessionGiveUpRequested', 'failed', { projectId, sessionId }, intent);
  }

  private async ask(
    type: 'podium.session.v1.SessionRetryRequested' | 'podium.session.v1.SessionGiveUpRequested',
    status: SessionStatusName,
    { projectId, sessionId }: { readonly projectId: string; readonly sessionId: string },
    intent: Intent,
  ): ExecutionAnswer {
    await this.directory.assertExists(projectId);
    return this.writer.write(
      { to: { projectId, id: sessionId }, type, data: { sessionId } },
      intent,
      ({ position = 0 }) => ({
        body: { session_id: sessionId, status, position },
        position,
      }),
    );
  }
}
