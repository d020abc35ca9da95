import { Controller, Inject, Query } from '@nestjs/common';
import { problemOf } from '@podium/service-kit';
import type { z } from 'zod';
import { Asker } from '../requests/ask.ts';
import { IntentOf, type Intent } from '../requests/intent.ts';
import { ProjectDirectory } from '../requests/project-directory.ts';
import { WorkspaceQuestioner } from '../requests/workspace-questioner.ts';
import { ApiRoute } from './api-route.ts';
import { ProjectId } from './known-id.ts';
import { gatewayProblems } from './problems.ts';
import { workspaceQuerySchema, workspaceViewSchema, type WorkspaceView } from './schemas/workspace.ts';
import { workspaceViewOf } from './workspace-view.ts';

const retrySeconds = 2;

/** The files that agents work on. */
@Controller('api')
export class WorkspaceController {
  constructor(
    @Inject(WorkspaceQuestioner) private readonly questioner: WorkspaceQuestioner,
    @Inject(Asker) private readonly asker: Asker,
    @Inject(ProjectDirectory) private readonly directory: ProjectDirectory,
  ) {}

  @ApiRoute({
    method: 'get',
    path: '/projects/:projectId/workspace',
    operationId: 'lookIntoWorkspace',
    summary:
      'A folder of the workspace, or a part of a file. Wakes the project’s pod up where it sleeps: 409 `workspace_waking` ' +
      'until it is ready',
    tag: 'projects',
    query: workspaceQuerySchema,
    cost: 1,
    status: 200,
    answer: workspaceViewSchema,
    problems: [403, 404, 409, 416, 503],
  })
  async look(
    @ProjectId() projectId: string,
    @Query({ schema: workspaceQuerySchema }) { path, offset, limit }: z.infer<typeof workspaceQuerySchema>,
    @IntentOf() intent: Intent,
  ): Promise<WorkspaceView> {
    await this.directory.assertExists(projectId);
    const answer = await this.questioner.ask({ project_id: projectId, path, offset, limit });
    switch (answer.status) {
      case 'found':
        return workspaceViewOf(answer.entry);
      case 'refused':
        throw problemOf(answer.code, answer.message, gatewayProblems);
      case 'asleep':
        await this.wake(projectId, intent);
        throw waking();
      case 'starting':
        throw waking();
    }
  }

  /** As a session does that needs the pod. That a pod which wakes up already is asked to changes nothing. */
  private async wake(projectId: string, intent: Intent): Promise<void> {
    const to = { projectId, id: projectId };
    await this.asker.ask({ to, type: 'podium.pod.v1.PodProvisionRequested', data: { projectId } }, intent);
  }
}

function waking(): Error {
  const detail = 'The project’s pod is waking up. Ask again in a moment.';
  return problemOf('workspace_waking', detail, gatewayProblems, { retry_after_seconds: retrySeconds });
}
