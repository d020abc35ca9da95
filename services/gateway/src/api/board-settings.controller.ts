import { Body, Controller, Inject, Param, UseInterceptors } from '@nestjs/common';
import type { ProjectView } from '@podium/board';
import { TaskPriority } from '@podium/proto';
import { problemOf } from '@podium/service-kit';
import type { z } from 'zod';
import { IntentOf, type Intent } from '../requests/intent.ts';
import { ProjectChanges } from '../requests/project-changes.ts';
import { ProjectDirectory } from '../requests/project-directory.ts';
import type { Undoable } from '../requests/task-changes.ts';
import { undoOfSavedView, undoOfTemplate } from '../requests/undo.ts';
import { Writer } from '../requests/writer.ts';
import type { PendingRequest, Written } from '../requests/written.ts';
import { ApiRoute } from './api-route.ts';
import { ProjectId } from './known-id.ts';
import { idSchema } from './schemas/requests.ts';
import { changedProjectSchema, savedViewBodySchema, templateBodySchema } from './schemas/tasks.ts';
import { WriteAnswers } from './write-answers.ts';

const tag = 'projects';

type ProjectAnswer = Promise<Written<Undoable<ProjectView>> | PendingRequest>;

/** Templates for tasks, and ways to look at the board. Their ids are their makers' choice. */
@Controller('api')
@UseInterceptors(WriteAnswers)
export class BoardSettingsController {
  constructor(
    @Inject(Writer) private readonly writer: Writer,
    @Inject(ProjectDirectory) private readonly directory: ProjectDirectory,
    @Inject(ProjectChanges) private readonly changes: ProjectChanges,
  ) {}

  @ApiRoute({
    method: 'put',
    path: '/projects/:projectId/templates/:templateId',
    operationId: 'saveTemplate',
    summary: 'Save a template for tasks, new or instead of the one with this id',
    tag,
    body: templateBodySchema,
    status: 200,
    answer: changedProjectSchema,
    problems: [404],
  })
  async saveTemplate(
    @ProjectId() projectId: string,
    @Param('templateId') templateId: string,
    @Body({ schema: templateBodySchema }) body: z.infer<typeof templateBodySchema>,
    @IntentOf() intent: Intent,
  ): ProjectAnswer {
    assertId('templateId', templateId);
    await this.directory.assertExists(projectId);
    const template = { templateId, ...body, priority: TaskPriority[body.priority] };
    return this.writer.write(
      {
        to: { projectId, id: projectId },
        type: 'podium.project.v1.TemplateSaveRequested',
        data: { projectId, template },
      },
      intent,
      (accepted) => this.changes.answer(projectId, accepted, (before) => undoOfTemplate(templateId, before)),
    );
  }

  @ApiRoute({
    method: 'delete',
    path: '/projects/:projectId/templates/:templateId',
    operationId: 'deleteTemplate',
    summary: 'Delete a template',
    tag,
    status: 200,
    answer: changedProjectSchema,
    problems: [404],
  })
  async deleteTemplate(
    @ProjectId() projectId: string,
    @Param('templateId') templateId: string,
    @IntentOf() intent: Intent,
  ): ProjectAnswer {
    await this.directory.assertExists(projectId);
    const data = { projectId, templateId };
    return this.writer.write(
      { to: { projectId, id: projectId }, type: 'podium.project.v1.TemplateDeleteRequested', data },
      intent,
      (accepted) => this.changes.answer(projectId, accepted, (before) => undoOfTemplate(templateId, before)),
    );
  }

  @ApiRoute({
    method: 'put',
    path: '/projects/:projectId/views/:viewId',
    operationId: 'saveView',
    summary: 'Save a way to look at the board, new or instead of the one with this id',
    tag,
    body: savedViewBodySchema,
    status: 200,
    answer: changedProjectSchema,
    problems: [404],
  })
  async saveView(
    @ProjectId() projectId: string,
    @Param('viewId') viewId: string,
    @Body({ schema: savedViewBodySchema }) body: z.infer<typeof savedViewBodySchema>,
    @IntentOf() intent: Intent,
  ): ProjectAnswer {
    assertId('viewId', viewId);
    await this.directory.assertExists(projectId);
    const data = { projectId, view: { viewId, ...body } };
    return this.writer.write(
      { to: { projectId, id: projectId }, type: 'podium.project.v1.ViewSaveRequested', data },
      intent,
      (accepted) => this.changes.answer(projectId, accepted, (before) => undoOfSavedView(viewId, before)),
    );
  }

  @ApiRoute({
    method: 'delete',
    path: '/projects/:projectId/views/:viewId',
    operationId: 'deleteView',
    summary: 'Delete a saved view',
    tag,
    status: 200,
    answer: changedProjectSchema,
    problems: [404],
  })
  async deleteView(
    @ProjectId() projectId: string,
    @Param('viewId') viewId: string,
    @IntentOf() intent: Intent,
  ): ProjectAnswer {
    await this.directory.assertExists(projectId);
    return this.writer.write(
      { to: { projectId, id: projectId }, type: 'podium.project.v1.ViewDeleteRequested', data: { projectId, viewId } },
      intent,
      (accepted) => this.changes.answer(projectId, accepted, (before) => undoOfSavedView(viewId, before)),
    );
  }
}

/** @throws ProblemError 422 for what can be no id. */
function assertId(path: string, id: string): void {
  if (idSchema.safeParse(id).success) return;
  const message = 'must be 1 to 64 lower-case letters, digits and hyphens';
  throw problemOf('validation_failed', `${path} ${message}`, undefined, { errors: [{ path, message }] });
}
