import { Controller, Inject, Req, UseInterceptors } from '@nestjs/common';
import type { Request } from 'express';
import { actorOf, personOf } from '../identity/person.ts';
import { ProjectAccess } from '../members/project-access.ts';
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
  constructor(
    @Inject(ReadModel) private readonly reads: ReadModel,
    @Inject(ProjectAccess) private readonly access: ProjectAccess,
  ) {}

  @ApiRoute({
    method: 'get',
    path: '/inbox',
    operationId: 'getInbox',
    summary:
      'Everything that waits for you, over all projects, the most pressing first; not what is assigned to others',
    tag: 'tasks',
    access: 'mine',
    query: freshnessQuerySchema,
    status: 200,
    answer: inboxSchema,
  })
  get(@Req() request: Request): Promise<Inbox> {
    const person = personOf(request);
    return this.reads.inbox.of(actorOf(person), this.access.actorLimit(person));
  }
}
