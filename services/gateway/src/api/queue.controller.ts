import { Body, Controller, Inject, UseInterceptors } from '@nestjs/common';
import { ReadModel } from '../projections/read-model-queries.ts';
import { queueOf } from '../projections/queue-view.ts';
import { IntentOf, type Intent } from '../requests/intent.ts';
import { ProjectDirectory } from '../requests/project-directory.ts';
import { Writer } from '../requests/writer.ts';
import type { PendingRequest, Written } from '../requests/written.ts';
import type { z } from 'zod';
import { ApiRoute } from './api-route.ts';
import { Freshness } from './freshness.ts';
import { ProjectId, SessionId } from './known-id.ts';
import { present } from './present.ts';
import { notFound } from './problems.ts';
import { expeditedSchema, pauseQueueSchema, queueSchema, queueStateSchema, type Queue } from './schemas/queue.ts';
import { freshnessQuerySchema } from './schemas/requests.ts';
import { WriteAnswers } from './write-answers.ts';

type QueueState = z.infer<typeof queueStateSchema>;

const tag = 'sessions';
const queueId = 'queue';

/** Who waits for a slot of a project, and what people want of that. */
@Controller('api')
@UseInterceptors(WriteAnswers, Freshness)
export class QueueController {
  constructor(
    @Inject(Writer) private readonly writer: Writer,
    @Inject(ProjectDirectory) private readonly directory: ProjectDirectory,
    @Inject(ReadModel) private readonly reads: ReadModel,
  ) {}

  @ApiRoute({
    method: 'get',
    path: '/projects/:projectId/queue',
    operationId: 'getQueue',
    summary: 'Sessions that wait for a slot, in their order, and what each waits for',
    tag,
    query: freshnessQuerySchema,
    status: 200,
    answer: queueSchema,
    problems: [404],
  })
  async get(@ProjectId() projectId: string): Promise<Queue> {
    const board = await this.reads.projects.board(projectId);
    if (!board) throw notFound('project');
    return queueOf(board);
  }

  @ApiRoute({
    method: 'post',
    path: '/projects/:projectId/queue/pause',
    operationId: 'pauseQueue',
    summary: 'Give no more slots to sessions of the project. What runs goes on',
    tag,
    body: pauseQueueSchema,
    isBodyOptional: true,
    status: 200,
    answer: queueStateSchema,
    problems: [404],
  })
  async pause(
    @ProjectId() projectId: string,
    @Body({ schema: pauseQueueSchema.default({}) }) { reason }: z.infer<typeof pauseQueueSchema>,
    @IntentOf() intent: Intent,
  ): Promise<Written<QueueState> | PendingRequest> {
    await this.directory.assertExists(projectId);
    return this.writer.write(
      {
        to: { projectId, id: queueId },
        type: 'podium.session.v1.QueuePauseRequested',
        data: present({ projectId, reason: reason || undefined }),
      },
      intent,
      ({ position }) => ({ body: { paused: true, position: position ?? 0 }, position }),
    );
  }

  @ApiRoute({
    method: 'post',
    path: '/projects/:projectId/queue/resume',
    operationId: 'resumeQueue',
    summary: 'Give slots to sessions of the project again',
    tag,
    status: 200,
    answer: queueStateSchema,
    problems: [404],
  })
  async resume(
    @ProjectId() projectId: string,
    @IntentOf() intent: Intent,
  ): Promise<Written<QueueState> | PendingRequest> {
    await this.directory.assertExists(projectId);
    return this.writer.write(
      { to: { projectId, id: queueId }, type: 'podium.session.v1.QueueResumeRequested', data: { projectId } },
      intent,
      ({ position }) => ({ body: { paused: false, position: position ?? 0 }, position }),
    );
  }

  @ApiRoute({
    method: 'post',
    path: '/projects/:projectId/sessions/:sessionId/run-next',
    operationId: 'runNext',
    summary: 'Let a session that waits be the next of its project; it still needs a free slot',
    tag,
    status: 200,
    answer: expeditedSchema,
    problems: [404, 409],
  })
  async runNext(
    @ProjectId() projectId: string,
    @SessionId() sessionId: string,
    @IntentOf() intent: Intent,
  ): Promise<Written<z.infer<typeof expeditedSchema>> | PendingRequest> {
    await this.directory.assertExists(projectId);
    return this.writer.write(
      { to: { projectId, id: sessionId }, type: 'podium.session.v1.SessionExpediteRequested', data: { sessionId } },
      intent,
      ({ position }) => ({ body: { session_id: sessionId, position: position ?? 0 }, position }),
    );
  }
}
