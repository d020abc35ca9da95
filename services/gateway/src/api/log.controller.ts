import { Controller, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { exportFacts, exportFormats, exportMediaTypes } from '@podium/export';
import { projectIdOf, type Context, type RecordedFact } from '@podium/proto';
import { NATS } from '@podium/service-kit';
import type { Request, Response } from 'express';
import type { NatsConnection } from 'nats';
import { z } from 'zod';
import { Ending } from '../live/ending.ts';
import { EventStream, lastEventId } from '../live/event-stream.ts';
import { FactFeed } from '../live/fact-feed.ts';
import type { FactSource } from '../live/fact-source.ts';
import { factStream } from '../live/fact-stream.ts';
import { subscriptionStart } from '../live/subscription-start.ts';
import { personOf } from '../identity/person.ts';
import { ProjectAccess } from '../members/project-access.ts';
import { OutcomeArchive } from '../requests/outcome-archive.ts';
import { inTime } from '../requests/in-time.ts';
import { FACT_SOURCE } from '../tokens.ts';
import { ApiRoute, type AccessCheck } from './api-route.ts';
import { resumeAfter } from './resume.ts';
import { exportMoment, momentParameterSchema } from './schemas/history.ts';
import { idSchema, positionParameterSchema } from './schemas/requests.ts';

const eventsQuerySchema = z.object({
  after: positionParameterSchema
    .optional()
    .meta({ description: 'Only facts after this position; from now on by default.' }),
  project_id: idSchema.optional(),
  last_event_id: z.string().optional(),
});

const exportQuerySchema = z.object({
  format: z.enum(exportFormats).default('ndjson'),
  from: momentParameterSchema.optional().meta({ description: 'The first position or time that belongs to it.' }),
  to: momentParameterSchema.optional().meta({ description: 'The first position or time that does not.' }),
  project_id: idSchema.optional(),
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

/** What became of a request is told to members of its project; before there is one, to whoever knows the request's id. */
const checkRequested: AccessCheck = async (request, access) => {
  const [projectId = ''] = String(request.query['of'] ?? '').split('/', 1);
  await access.assertMemberIfThere(personOf(request), projectId);
  return projectId;
};

/** The log as people and programs may read it. */
@Controller('api')
export class LogController {
  constructor(
    @Inject(FactFeed) private readonly feed: FactFeed,
    @Inject(FACT_SOURCE) private readonly source: FactSource,
    @Inject(NATS) private readonly nats: NatsConnection,
    @Inject(OutcomeArchive) private readonly outcomes: OutcomeArchive,
    @Inject(ProjectAccess) private readonly access: ProjectAccess,
    @Inject(Ending) private readonly ending: Ending,
  ) {}

  @ApiRoute({
    method: 'get',
    path: '/events',
    operationId: 'followEvents',
    summary:
      'Facts in the order of the log, first those that are there and then live; or, after more than 5,000 missed ones, the event `snapshot_needed`',
    tag: 'log',
    access: 'mine',
    query: eventsQuerySchema,
    cost: 1,
    status: 200,
    answer: 'event-stream',
  })
  async events(
    @Query({ schema: eventsQuerySchema }) { after, project_id: projectId }: z.infer<typeof eventsQuerySchema>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const log = { feed: this.feed, source: this.source };
    const scope = { projectId, viewer: this.access.viewerOf(personOf(request)) };
    const start = await subscriptionStart(log, { after: resumeAfter(lastEventId(request)) ?? after, scope });
    const stream = new EventStream(response, this.ending.signal);
    try {
      if (start.snapshotNeeded) return stream.announce('snapshot_needed', { position: start.position });
      for await (const fact of factStream(log, { after: start.position, scope, signal: stream.gone })) {
        await stream.send(fact.position, fact);
      }
    } finally {
      stream.close();
    }
  }

  @ApiRoute({
    method: 'get',
    path: '/events/export',
    operationId: 'exportEvents',
    summary: 'The facts of a range as a file, as far as they are there now',
    tag: 'log',
    access: 'mine',
    query: exportQuerySchema,
    cost: 100,
    status: 200,
    answer: { mediaTypes: exportFormats.map((format) => exportMediaTypes[format]) },
  })
  async export(
    @Query({ schema: exportQuerySchema })
    { format, from, to, project_id: projectId }: z.infer<typeof exportQuerySchema>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    // Once the file has begun, a log that is away can only cut it: it is asked before.
    await inTime(logTimeoutMs, this.source.head());
    response.attachment(`podium-facts.${format}`).type(exportMediaTypes[format]);
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const viewer = this.access.viewerOf(personOf(request));
    const isWanted = viewer && ((fact: RecordedFact) => viewer.sees(projectIdOf(fact)));
    const range = { format, projectId, from: exportMoment(from), to: exportMoment(to), isWanted };
    try {
      await exportFacts(this.nats, range, response, { signal: gone.signal });
    } catch (error) {
      if (!gone.signal.aborted) throw error;
    }
  }

  @ApiRoute({
    method: 'get',
    path: '/requests/:requestId',
    operationId: 'getRequest',
    summary: 'What became of a write that was answered with 202 and a link to follow',
    tag: 'log',
    access: checkRequested,
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
