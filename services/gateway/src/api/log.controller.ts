import { Controller, Inject, Param, Query, Req, Res } from '@nestjs/common';
import type { Context, RecordedFact } from '@podium/proto';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { EventStream, lastEventId } from '../live/event-stream.ts';
import { FactFeed } from '../live/fact-feed.ts';
import type { FactSource } from '../live/fact-source.ts';
import { factStream } from '../live/fact-stream.ts';
import { ReadModel } from '../projections/read-model-queries.ts';
import { LogViews } from '../requests/log-views.ts';
import { OutcomeArchive } from '../requests/outcome-archive.ts';
import { inTime } from '../requests/in-time.ts';
import { FACT_SOURCE } from '../tokens.ts';
import { ApiRoute } from './api-route.ts';
import { TaskId } from './known-id.ts';
import { notFound } from './problems.ts';
import { resumeAfter } from './resume.ts';
import { idSchema, positionParameterSchema } from './schemas/requests.ts';
import { factSchema } from './schemas/views.ts';

const eventsQuerySchema = z.object({
  after: positionParameterSchema
    .optional()
    .meta({ description: 'Only facts after this position; from now on by default.' }),
  project_id: idSchema.optional(),
  last_event_id: z.string().optional(),
});

const requestQuerySchema = z.object({
  of: z
    .string()
    .regex(/^[a-z0-9-]{1,64}\/(project|task|session|pod)\/[a-z0-9-]{1,64}$/)
    .meta({
      description: 'What the request was about: `<project>/<context>/<aggregate>`.',
    }),
});

const requestStatusSchema = z.object({
  request_id: z.string(),
  status: z.enum(['pending', 'accepted', 'unchanged', 'rejected']),
  position: z.int().optional(),
  code: z.string().optional(),
  detail: z.string().optional(),
});

const logTimeoutMs = 2_500;

/** The log as people and programs may read it. */
@Controller('api')
export class LogController {
  constructor(
    @Inject(FactFeed) private readonly feed: FactFeed,
    @Inject(FACT_SOURCE) private readonly source: FactSource,
    @Inject(ReadModel) private readonly reads: ReadModel,
    @Inject(LogViews) private readonly views: LogViews,
    @Inject(OutcomeArchive) private readonly outcomes: OutcomeArchive,
  ) {}

  @ApiRoute({
    method: 'get',
    path: '/events',
    operationId: 'followEvents',
    summary: 'Facts in the order of the log, first those that are there and then live',
    tag: 'log',
    query: eventsQuerySchema,
    status: 200,
    answer: 'event-stream',
  })
  async events(
    @Query({ schema: eventsQuerySchema }) { after, project_id: projectId }: z.infer<typeof eventsQuerySchema>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const start = resumeAfter(lastEventId(request)) ?? after ?? this.feed.position;
    const stream = new EventStream(response);
    try {
      const log = { feed: this.feed, source: this.source };
      for await (const fact of factStream(log, { after: start, scope: { projectId }, signal: stream.gone })) {
        await stream.send(fact.position, fact);
      }
    } finally {
      stream.close();
    }
  }

  @ApiRoute({
    method: 'get',
    path: '/tasks/:taskId/history',
    operationId: 'getTaskHistory',
    summary: 'Everything that happened to a task and its sessions, in order',
    tag: 'log',
    status: 200,
    answer: z.object({ entries: z.array(factSchema) }),
    problems: [404],
  })
  async history(@TaskId() taskId: string): Promise<{ entries: RecordedFact[] }> {
    const task = await this.reads.tasks.findAnywhere(taskId);
    if (!task) throw notFound('task');
    const { project_id: projectId } = task;
    const own = await this.views.history({ projectId, context: 'task', id: taskId });
    const sessionIds = own.flatMap((fact) =>
      fact.type === 'podium.task.v1.TaskExecutionStarted' ? [fact.data.sessionId] : [],
    );
    const others = await Promise.all(sessionIds.map((id) => this.views.history({ projectId, context: 'session', id })));
    return { entries: [...own, ...others.flat()].sort((a, b) => a.position - b.position) };
  }

  @ApiRoute({
    method: 'get',
    path: '/requests/:requestId',
    operationId: 'getRequest',
    summary: 'What became of a write that was answered with 202 and a link to follow',
    tag: 'log',
    query: requestQuerySchema,
    status: 200,
    answer: requestStatusSchema,
  })
  async request(
    @Param('requestId') requestId: string,
    @Query({ schema: requestQuerySchema }) { of }: z.infer<typeof requestQuerySchema>,
  ): Promise<z.infer<typeof requestStatusSchema>> {
    const [projectId = '', context, id = ''] = of.split('/');
    const aggregate = { projectId, context: context as Context, id };
    const settled = await inTime(logTimeoutMs, this.outcomes.find(aggregate, requestId));
    switch (settled?.kind) {
      case undefined:
        return { request_id: requestId, status: 'pending' };
      case 'accepted':
        return { request_id: requestId, status: 'accepted', position: settled.position };
      case 'unchanged':
        return { request_id: requestId, status: 'unchanged' };
      case 'rejected':
        return { request_id: requestId, status: 'rejected', ...settled.rejection };
    }
  }
}
