import { Controller, Inject, UseInterceptors } from '@nestjs/common';
import type { Inbox } from '../projections/inbox-queries.ts';
import { ReadModel } from '../projections/read-model-queries.ts';
import { ApiRoute } from './api-route.ts';
import { Freshness } from './freshness.ts';
import { inboxSchema } from './schemas/inbox.ts';
import { freshnessQuerySchema } from './schemas/requests.ts';

/** What waits for people. */
@Controller('api')
@UseInterceptors(Freshness)
export class InboxController {
  constructor(@Inject(ReadModel) private readonly reads: ReadModel) {}

  @ApiRoute({
    method: 'get',
    path: '/inbox',
    operationId: 'getInbox',
    summary: 'Everything that waits for a person, over all projects, the most pressing first',
    tag: 'tasks',
    query: freshnessQuerySchema,
    status: 200,
    answer: inboxSchema,
  })
  get(): Promise<Inbox> {
    return this.reads.inbox.all();
  }
}
