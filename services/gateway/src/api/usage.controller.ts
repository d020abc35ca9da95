import { Controller, Inject, Query, Req, UseInterceptors } from '@nestjs/common';
import type { Request } from 'express';
import type { z } from 'zod';
import { personOf } from '../identity/person.ts';
import { ProjectAccess } from '../members/project-access.ts';
import { ReadModel } from '../projections/read-model-queries.ts';
import { ApiRoute } from './api-route.ts';
import { Freshness } from './freshness.ts';
import { ProjectId } from './known-id.ts';
import { notFound } from './problems.ts';
import {
  projectUsageQuerySchema,
  projectUsageSchema,
  usageQuerySchema,
  usageSchema,
  type ProjectUsage,
  type Usage,
  type UsageGroup,
} from './schemas/usage.ts';

const tag = 'projects';

/** What agents have used: tokens and money, from the facts of their sessions. */
@Controller('api')
@UseInterceptors(Freshness)
export class UsageController {
  constructor(
    @Inject(ReadModel) private readonly reads: ReadModel,
    @Inject(ProjectAccess) private readonly access: ProjectAccess,
  ) {}

  @ApiRoute({
    method: 'get',
    path: '/projects/:projectId/usage',
    operationId: 'getProjectUsage',
    summary: 'Tokens and cost of the project, and its budget',
    tag,
    query: projectUsageQuerySchema,
    cost: 1,
    status: 200,
    answer: projectUsageSchema,
    problems: [404],
  })
  async ofProject(
    @ProjectId() projectId: string,
    @Query({ schema: projectUsageQuerySchema }) query: z.infer<typeof projectUsageQuerySchema>,
  ): Promise<ProjectUsage> {
    const project = await this.reads.projects.find(projectId);
    if (!project) throw notFound('project');
    const { budget, budget_status } = project;
    return { ...(await this.usage(query, null, projectId)), budget, budget_status };
  }

  @ApiRoute({
    method: 'get',
    path: '/usage',
    operationId: 'getUsage',
    summary: 'Tokens and cost of all your projects; where nobody signs in, of deleted ones too',
    tag,
    access: 'mine',
    query: usageQuerySchema,
    cost: 1,
    status: 200,
    answer: usageSchema,
  })
  ofAll(
    @Query({ schema: usageQuerySchema }) query: z.infer<typeof usageQuerySchema>,
    @Req() request: Request,
  ): Promise<Usage> {
    return this.usage(query, this.access.actorLimit(personOf(request)));
  }

  private async usage(
    { by, from, to, limit }: z.infer<typeof usageQuerySchema>,
    memberOnly: string | null,
    projectId?: string,
  ): Promise<Usage> {
    const question = { by, from, to, limit, memberOnly, ...(projectId === undefined ? {} : { projectId }) };
    const { total, groups, total_groups } = await this.reads.usage.of(question);
    const named = by === 'person' ? groups.map((group) => this.withName(group)) : groups;
    return { by, from: from ?? null, to: to ?? null, total, groups: named, total_groups };
  }

  /** A person's group under the name that people know. */
  private withName(group: UsageGroup): UsageGroup {
    return { ...group, label: this.access.nameOf(group.key.replace(/^user:/, '')) };
  }
}
