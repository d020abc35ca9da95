import { Controller, Inject, Query, Req, Res, UseInterceptors } from '@nestjs/common';
import type { SessionView } from '@podium/board';
import { problemOf } from '@podium/service-kit';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Ending } from '../live/ending.ts';
import { EventStream, lastEventId } from '../live/event-stream.ts';
import { OutputStream } from '../live/output-stream.ts';
import { ReadModel } from '../projections/read-model-queries.ts';
import { LogViews } from '../requests/log-views.ts';
import { ApiRoute } from './api-route.ts';
import { Freshness } from './freshness.ts';
import { ProjectId, SessionId, TaskId } from './known-id.ts';
import { gatewayProblems, notFound } from './problems.ts';
import { resumeAfter } from './resume.ts';
import { freshnessQuerySchema, idSchema, pageQuerySchema } from './schemas/requests.ts';
import { sessionSchema } from './schemas/session-view.ts';

const tag = 'sessions';

const outputQuerySchema = z.object({
  session_id: idSchema.optional().meta({ description: 'The newest session of the task by default.' }),
  last_event_id: z
    .string()
    .optional()
    .meta({ description: 'As the header `Last-Event-ID`, for those who can’t set one.' }),
});

@Controller('api')
@UseInterceptors(Freshness)
export class SessionsController {
  constructor(
    @Inject(ReadModel) private readonly reads: ReadModel,
    @Inject(LogViews) private readonly views: LogViews,
    @Inject(OutputStream) private readonly output: OutputStream,
    @Inject(Ending) private readonly ending: Ending,
  ) {}

  @ApiRoute({
    method: 'get',
    path: '/sessions/:sessionId',
    operationId: 'getSession',
    summary: 'One session',
    tag,
    query: freshnessQuerySchema,
    status: 200,
    answer: sessionSchema,
    problems: [404],
  })
  async get(@SessionId() sessionId: string): Promise<SessionView> {
    const session = await this.reads.tasks.findSession(sessionId);
    if (!session) throw notFound('session');
    return session;
  }

  @ApiRoute({
    method: 'get',
    path: '/projects/:projectId/tasks/:taskId/sessions',
    operationId: 'listSessionsOfTask',
    summary: 'Sessions of a task, newest first',
    tag,
    query: pageQuerySchema.extend(freshnessQuerySchema.shape),
    status: 200,
    answer: z.object({ sessions: z.array(sessionSchema), total_count: z.int(), next_cursor: z.string().nullable() }),
    problems: [404],
  })
  async list(
    @ProjectId() projectId: string,
    @TaskId() taskId: string,
    @Query({ schema: pageQuerySchema }) page: z.infer<typeof pageQuerySchema>,
  ): Promise<{ sessions: SessionView[]; total_count: number; next_cursor: string | null }> {
    if (!(await this.reads.tasks.find(projectId, taskId))) throw notFound('task');
    const { items, total_count, next_cursor } = await this.reads.tasks.sessions(taskId, page);
    return { sessions: items, total_count, next_cursor };
  }

  @ApiRoute({
    method: 'get',
    path: '/projects/:projectId/tasks/:taskId/output',
    operationId: 'followOutput',
    summary: 'Output of a session, first what is there and then live; ends after `done`',
    tag,
    query: outputQuerySchema,
    cost: 1,
    status: 200,
    answer: 'event-stream',
    problems: [404],
  })
  async follow(
    @ProjectId() projectId: string,
    @TaskId() taskId: string,
    @Query({ schema: outputQuerySchema }) { session_id: wanted }: z.infer<typeof outputQuerySchema>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const after = resumeAfter(lastEventId(request)) ?? 0;
    const sessionId = await this.sessionToFollow(projectId, taskId, wanted);
    const stream = new EventStream(response, this.ending.signal);
    try {
      for await (const { sequence, event } of this.output.follow({ projectId, sessionId }, after, stream.gone)) {
        await stream.send(sequence, event);
      }
    } finally {
      stream.close();
    }
  }

  /** Looked up in the log: the read model may not have a session that has just been started. */
  private async sessionToFollow(projectId: string, taskId: string, wanted: string | undefined): Promise<string> {
    const task = await this.views.task(projectId, taskId);
    if (!task) throw notFound('task');
    if (wanted === undefined) {
      if (task.latest_session_id) return task.latest_session_id;
      throw problemOf('no_output', 'No agent has worked on this task yet.', gatewayProblems);
    }
    const isNewest = wanted === task.latest_session_id;
    if (!isNewest && (await this.views.session(projectId, wanted))?.task_id !== taskId) throw notFound('session');
    return wanted;
  }
}
