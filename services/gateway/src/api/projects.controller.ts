import { Body, Controller, Inject, Query, Req, UseInterceptors } from '@nestjs/common';
import { WorkspaceSource } from '@podium/proto';
import type { BoardView, PastBoardView, ProjectSummaryView, ProjectView, SessionView } from '@podium/board';
import type { Request } from 'express';
import { z } from 'zod';
import { personOf } from '../identity/person.ts';
import { ProjectAccess } from '../members/project-access.ts';
import { ReadModel } from '../projections/read-model-queries.ts';
import type { Accepted } from '../requests/ask.ts';
import { IntentOf, type Intent } from '../requests/intent.ts';
import { LogViews } from '../requests/log-views.ts';
import { ProjectChanges } from '../requests/project-changes.ts';
import { ProjectDirectory } from '../requests/project-directory.ts';
import type { Undoable } from '../requests/task-changes.ts';
import { undoOfProjectEdit } from '../requests/undo.ts';
import { Writer } from '../requests/writer.ts';
import type { PendingRequest, Written } from '../requests/written.ts';
import { TimeTravel } from '../time-travel/time-travel.ts';
import { ApiRoute } from './api-route.ts';
import { Freshness } from './freshness.ts';
import { ProjectId } from './known-id.ts';
import { deletedProject, deletedProjectSchema, type DeletedProject } from './schemas/deleted-project.ts';
import { present } from './present.ts';
import { notFound } from './problems.ts';
import { momentParameterSchema } from './schemas/history.ts';
import { budgetOf } from './budget-of.ts';
import { sessionLimitsOf } from './session-limits-of.ts';
import { createProjectSchema, editProjectSchema, freshnessQuerySchema } from './schemas/requests.ts';
import { sessionSchema } from './schemas/session-view.ts';
import { positionSchema } from './schemas/view-parts.ts';
import { boardSchema, projectSchema, projectSummarySchema } from './schemas/views.ts';
import { changedProjectSchema } from './schemas/tasks.ts';
import { wipLimitsOf } from './wip-limits-of.ts';
import { WriteAnswers } from './write-answers.ts';

const sources = {
  empty: WorkspaceSource.EMPTY,
  clone: WorkspaceSource.CLONE,
  sample: WorkspaceSource.SAMPLE,
} as const;

const boardQuerySchema = freshnessQuerySchema.extend({
  at: momentParameterSchema.optional().meta({ description: 'A position or an RFC 3339 time in the past.' }),
});

const tag = 'projects';

@Controller('api')
@UseInterceptors(WriteAnswers, Freshness)
export class ProjectsController {
  constructor(
    @Inject(Writer) private readonly writer: Writer,
    @Inject(LogViews) private readonly views: LogViews,
    @Inject(ProjectDirectory) private readonly directory: ProjectDirectory,
    @Inject(ReadModel) private readonly reads: ReadModel,
    @Inject(ProjectChanges) private readonly changes: ProjectChanges,
    @Inject(TimeTravel) private readonly timeTravel: TimeTravel,
    @Inject(ProjectAccess) private readonly access: ProjectAccess,
  ) {}

  @ApiRoute({
    method: 'post',
    path: '/projects',
    operationId: 'createProject',
    summary: 'Create a project; its pod is made ready in the background',
    tag,
    access: 'none',
    body: createProjectSchema,
    status: 201,
    answer: projectSchema,
  })
  create(
    @Body({ schema: createProjectSchema }) body: z.infer<typeof createProjectSchema>,
    @Req() request: Request,
    @IntentOf() intent: Intent,
  ): Promise<Written<ProjectView> | PendingRequest> {
    const projectId = intent.newId('project');
    const person = personOf(request);
    const creatorName = this.access.seesAll(person) ? undefined : person.name;
    const { name, description, repository_url: repositoryUrl } = body;
    const data = present({ projectId, name, description, source: sources[body.source], repositoryUrl, creatorName });
    return this.writer.write(
      { to: { projectId, id: projectId }, type: 'podium.project.v1.ProjectCreateRequested', data },
      intent,
      async (accepted) => ({ ...(await this.answer(projectId, accepted)), location: `/api/projects/${projectId}` }),
    );
  }

  @ApiRoute({
    method: 'get',
    path: '/projects',
    operationId: 'listProjects',
    summary: 'All your projects with the state of their pods and boards',
    tag,
    access: 'mine',
    query: freshnessQuerySchema,
    status: 200,
    answer: z.object({ position: positionSchema, projects: z.array(projectSummarySchema) }),
  })
  list(@Req() request: Request): Promise<{ position: number; projects: ProjectSummaryView[] }> {
    return this.reads.projects.list(this.access.actorLimit(personOf(request)));
  }

  @ApiRoute({
    method: 'get',
    path: '/projects/:projectId',
    operationId: 'getProject',
    summary: 'One project',
    tag,
    query: freshnessQuerySchema,
    status: 200,
    answer: projectSummarySchema,
    problems: [404],
  })
  async get(@ProjectId() projectId: string): Promise<ProjectSummaryView> {
    return (await this.reads.projects.find(projectId)) ?? missing();
  }

  @ApiRoute({
    method: 'patch',
    path: '/projects/:projectId',
    operationId: 'editProject',
    summary: 'Change name, description or limits',
    tag,
    body: editProjectSchema,
    status: 200,
    answer: changedProjectSchema,
    problems: [404],
  })
  async edit(
    @ProjectId() projectId: string,
    @Body({ schema: editProjectSchema }) body: z.infer<typeof editProjectSchema>,
    @IntentOf() intent: Intent,
  ): Promise<Written<Undoable<ProjectView>> | PendingRequest> {
    const { name, description, max_concurrent_sessions: maxConcurrentSessions } = body;
    const data = present({
      projectId,
      name,
      description,
      maxConcurrentSessions,
      wipLimits: wipLimitsOf(body.wip_limits),
      budget: budgetOf(body.budget),
      sessionLimits: sessionLimitsOf(body.session_limits),
      gateTimeoutMinutes: body.gate_timeout_minutes,
    });
    return this.writer.write(
      { to: { projectId, id: projectId }, type: 'podium.project.v1.ProjectEditRequested', data },
      intent,
      (accepted) => this.changes.answer(projectId, accepted, undoOfProjectEdit),
    );
  }

  @ApiRoute({
    method: 'delete',
    path: '/projects/:projectId',
    operationId: 'deleteProject',
    summary: 'Delete a project. The answer says what is removed and what stays in the log',
    tag,
    access: 'owner',
    status: 200,
    answer: deletedProjectSchema,
    problems: [404],
  })
  async delete(
    @ProjectId() projectId: string,
    @IntentOf() intent: Intent,
  ): Promise<Written<DeletedProject> | PendingRequest> {
    return this.writer.write(
      { to: { projectId, id: projectId }, type: 'podium.project.v1.ProjectDeleteRequested', data: { projectId } },
      intent,
      ({ position = 0 }) => ({ body: deletedProject(projectId, position), position }),
    );
  }

  @ApiRoute({
    method: 'get',
    path: '/projects/:projectId/board',
    operationId: 'getBoard',
    summary: 'The board as of one position; go on from there with Socket.IO or /api/events. With `at`: as it was',
    tag,
    query: boardQuerySchema,
    cost: ({ query }) => (query['at'] === undefined ? 0 : 1),
    status: 200,
    answer: boardSchema,
    problems: [404],
  })
  async board(
    @ProjectId() projectId: string,
    @Query({ schema: boardQuerySchema }) { at }: z.infer<typeof boardQuerySchema>,
  ): Promise<BoardView | PastBoardView> {
    if (at) return this.timeTravel.boardAt(projectId, at);
    return (await this.reads.projects.board(projectId)) ?? missing();
  }

  @ApiRoute({
    method: 'get',
    path: '/projects/:projectId/sessions',
    operationId: 'listActiveSessions',
    summary: 'Sessions that are at work or wait to be',
    tag: 'sessions',
    query: freshnessQuerySchema,
    status: 200,
    answer: z.object({ sessions: z.array(sessionSchema) }),
    problems: [404],
  })
  async sessions(@ProjectId() projectId: string): Promise<{ sessions: SessionView[] }> {
    await this.directory.assertExists(projectId);
    return { sessions: await this.reads.projects.activeSessions(projectId) };
  }

  private async answer(
    projectId: string,
    { facts, position }: Accepted,
  ): Promise<{ body: ProjectView; position: number }> {
    const body = (await this.views.project(projectId, facts, position)) ?? missing();
    return { body, position: position ?? body.position };
  }
}

function missing(): never {
  throw notFound('project');
}
