import { Body, Controller, Inject, Param, UseInterceptors } from '@nestjs/common';
import type { TaskView, UndoView } from '@podium/board';
import type { z } from 'zod';
import type { Question } from '../requests/ask.ts';
import { IntentOf, type Intent } from '../requests/intent.ts';
import { ProjectDirectory } from '../requests/project-directory.ts';
import { TaskChanges, type Undoable } from '../requests/task-changes.ts';
import { taskPath } from '../requests/undo.ts';
import { Writer } from '../requests/writer.ts';
import type { PendingRequest, Written } from '../requests/written.ts';
import { ApiRoute } from './api-route.ts';
import { ProjectId, TaskId } from './known-id.ts';
import { changedTaskSchema, dependencySchema } from './schemas/tasks.ts';
import { WriteAnswers } from './write-answers.ts';

const tag = 'tasks';

type TaskAnswer = Promise<Written<Undoable<TaskView>> | PendingRequest>;
type DependencyRequest = 'podium.task.v1.TaskDependencyAddRequested' | 'podium.task.v1.TaskDependencyRemoveRequested';

/** Id of the aggregate of a project that knows who waits for whom. */
const dependenciesId = 'dependencies';

/** Which tasks wait for which. */
@Controller('api')
@UseInterceptors(WriteAnswers)
export class DependenciesController {
  constructor(
    @Inject(Writer) private readonly writer: Writer,
    @Inject(ProjectDirectory) private readonly directory: ProjectDirectory,
    @Inject(TaskChanges) private readonly changes: TaskChanges,
  ) {}

  @ApiRoute({
    method: 'post',
    path: '/projects/:projectId/tasks/:taskId/dependencies',
    operationId: 'addDependency',
    summary: 'Let a task wait for another one; refused where they would wait for each other',
    tag,
    body: dependencySchema,
    status: 200,
    answer: changedTaskSchema,
    problems: [404, 409],
  })
  add(
    @ProjectId() projectId: string,
    @TaskId() taskId: string,
    @Body({ schema: dependencySchema }) { task_id: dependsOnTaskId }: z.infer<typeof dependencySchema>,
    @IntentOf() intent: Intent,
  ): TaskAnswer {
    const undo = { method: 'DELETE', path: `${pathOf(projectId, taskId)}/${dependsOnTaskId}` } as const;
    const data = { taskId, dependsOnTaskId };
    return this.change('podium.task.v1.TaskDependencyAddRequested', { projectId, data, undo }, intent);
  }

  @ApiRoute({
    method: 'delete',
    path: '/projects/:projectId/tasks/:taskId/dependencies/:otherId',
    operationId: 'removeDependency',
    summary: 'Let a task not wait for another one any more',
    tag,
    status: 200,
    answer: changedTaskSchema,
    problems: [404],
  })
  remove(
    @ProjectId() projectId: string,
    @TaskId() taskId: string,
    @Param('otherId') dependsOnTaskId: string,
    @IntentOf() intent: Intent,
  ): TaskAnswer {
    const body = { task_id: dependsOnTaskId };
    const undo = { method: 'POST', path: pathOf(projectId, taskId), body } as const;
    const data = { taskId, dependsOnTaskId };
    return this.change('podium.task.v1.TaskDependencyRemoveRequested', { projectId, data, undo }, intent);
  }

  private async change(
    type: DependencyRequest,
    { projectId, data, undo }: { projectId: string; data: Question<DependencyRequest>['data']; undo: UndoView },
    intent: Intent,
  ): TaskAnswer {
    await this.directory.assertExists(projectId);
    const question: Question<DependencyRequest> = { to: { projectId, id: dependenciesId }, type, data };
    return this.writer.write(question, intent, (accepted) =>
      this.changes.answer({ projectId, taskId: data.taskId }, accepted, () => undo),
    );
  }
}

function pathOf(projectId: string, taskId: string): string {
  return `${taskPath(projectId, taskId)}/dependencies`;
}
