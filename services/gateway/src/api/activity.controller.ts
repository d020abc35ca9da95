import { Controller, Inject, Query } from '@nestjs/common';
import type { z } from 'zod';
import { ActivityReader } from '../live/activity-reader.ts';
import { ReadModel } from '../projections/read-model-queries.ts';
import { ApiRoute } from './api-route.ts';
import { SessionId } from './known-id.ts';
import { notFound } from './problems.ts';
import { activityQuerySchema, activitySchema } from './schemas/conversation.ts';

/** What agents did, step by step. */
@Controller('api')
export class ActivityController {
  constructor(
    @Inject(ReadModel) private readonly reads: ReadModel,
    @Inject(ActivityReader) private readonly activity: ActivityReader,
  ) {}

  @ApiRoute({
    method: 'get',
    path: '/sessions/:sessionId/activity',
    operationId: 'getActivity',
    summary:
      'What happened in a session: prompts, messages, reasoning, tool calls with results, to-dos, steps with tokens, files. Complete for as long as the project lives',
    tag: 'sessions',
    query: activityQuerySchema,
    cost: 1,
    status: 200,
    answer: activitySchema,
    problems: [404],
  })
  async get(
    @SessionId() sessionId: string,
    @Query({ schema: activityQuerySchema }) query: z.infer<typeof activityQuerySchema>,
  ): Promise<z.infer<typeof activitySchema>> {
    const session = await this.reads.tasks.findSession(sessionId);
    if (!session) throw notFound('session');
    return this.activity.page(session, { ...query, tail: query.tail === 'true' });
  }
}
