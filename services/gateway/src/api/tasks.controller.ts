import { Body, Controller, Inject, Query, UseInterceptors } from '@nestjs/common';
import type { TaskTemplateView, TaskView } from '@podium/board';
import { TaskPriority, TaskStatus } from '@podium/proto';
import { problemOf } from '@podium/service-kit';
import { z } from 'zod';
import { ReadModel } from '../projections/read-model-queries.ts';
import { IntentOf, type Intent } from '../requests/intent.ts';
import { LogViews } from '../requests/log-views.ts';
import { Mover } from '../requests/mover.ts';
import { ProjectDirectory } from '../requests/project-directory.ts';
import { Ranks } from '../requests/ranks.ts';
import { TaskChanges, type Undoable } from '../requests/task-changes.ts';
import { editOf, propertiesOf } from '../requests/task-properties.ts';
import { taskPath, undoOfEdit } from '../requests/undo.ts';
import { Writer } from '../requests/writer.ts';
import type { PendingRequest, Written } from '../requests/written.ts';
import { ApiRoute } from './api-route.ts';
import { Freshness } from './freshness.ts';
import { ProjectId, TaskId } from './known-id.ts';
import { present } from './present.ts';
import { notFound } from './problems.ts';
import { freshnessQuerySchema } from './schemas/requests.ts';
import {
  changedTaskSchema,
  createTaskSchema,
  editTaskSchema,
  moveTaskSchema,
  taskPageQuerySchema,
} from './schemas/tasks.ts';
import { taskSchema } from './schemas/views.ts';
import { WriteAnswers } from './write-answers.ts';

const tag = 'tasks';

type TaskAnswer = Promise<Written<Undoable<TaskView>> | PendingRequest>;

@Controller('api')
@UseInterceptors(WriteAnswers, Freshness)
export class TasksController {
  constructor(
    @Inject(Writer) private readonly writer: Writer,
    @Inject(LogViews) private readonly views: LogViews,
    @Inject(ProjectDirectory) private readonly directory: ProjectDirectory,
    @Inject(Ranks) private readonly ranks: Ranks,
    @Inject(Mover) private readonly mover: Mover,
    @Inject(TaskChanges) private readonly changes: TaskChanges,
    @Inject(ReadModel) private readonly reads: ReadModel,
  ) {}

  @ApiRoute({
    method: 'post',
    path: '/projects/:projectId/tasks',
    operationId: 'createTask',
    summary: 'Create a task at the end of TODO',
    tag,
    body: createTaskSchema,
    status: 201,
    answer: changedTaskSchema,
    problems: [404],
  })
  async create(
    @ProjectId() projectId: string,
    @Body({ schema: createTaskSchema }) body: z.infer<typeof createTaskSchema>,
    @IntentOf() intent: Intent,
  ): TaskAnswer {
    await this.directory.assertExists(projectId);
    const template = body.template_id === undefined ? undefined : await this.template(projectId, body.template_id);
    const title = body.title ?? template?.title;
    if (!title) throw titleMissing();
    const taskId = intent.newId('task');
    const rank = await this.ranks.atEnd(projectId, 'TODO');
    const data = present({
      taskId,
      title,
      description: body.description ?? template?.description ?? '',
      priority: TaskPriority[body.priority ?? template?.priority ?? 'MEDIUM'],
      rank,
      properties: propertiesOf({ ...body, labels: body.labels ?? template?.labels }, intent),
      templateId: body.template_id,
    });
    const location = taskPath(projectId, taskId);
    return this.writer.write(
      { to: { projectId, id: taskId }, type: 'podium.task.v1.TaskCreateRequested', data },
      intent,
      async (accepted) => ({
        ...(await this.changes.answer({ projectId, taskId }, accepted, () => ({ method: 'DELETE', path: location }))),
        location,
      }),
    );
  }

  @ApiRoute({
    method: 'get',
    path: '/projects/:projectId/tasks',
    operationId: 'listTasks',
    summary: 'Tasks of a project, oldest first; those in the archive only where asked for',
    tag,
    query: taskPageQuerySchema.extend(freshnessQuerySchema.shape),
    cost: ({ query }) => (query['text'] === undefined ? 0 : 1),
    status: 200,
    answer: z.object({ tasks: z.array(taskSchema), total_count: z.int(), next_cursor: z.string().nullable() }),
    problems: [404],
  })
  async list(
    @ProjectId() projectId: string,
    @Query({ schema: taskPageQuerySchema }) page: z.infer<typeof taskPageQuerySchema>,
    @IntentOf() { actor }: Intent,
  ): Promise<{ tasks: TaskView[]; total_count: number; next_cursor: string | null }> {
    await this.directory.assertExists(projectId);
    const { items, total_count, next_cursor } = await this.reads.tasks.list(projectId, page, actor);
    return { tasks: items, total_count, next_cursor };
  }

  @ApiRoute({
    method: 'get',
    path: '/projects/:projectId/tasks/:taskId',
    operationId: 'getTask',
    summary: 'One task',
    tag,
    query: freshnessQuerySchema,
    status: 200,
    answer: taskSchema,
    problems: [404],
  })
  async get(@ProjectId() projectId: string, @TaskId() taskId: string): Promise<TaskView> {
    const task = await this.reads.tasks.find(projectId, taskId);
    if (!task) throw notFound('task');
    return task;
  }

  @ApiRoute({
    method: 'patch',
    path: '/projects/:projectId/tasks/:taskId',
    operationId: 'editTask',
    summary: 'Change what a task says: only what the body names',
    tag,
    body: editTaskSchema,
    status: 200,
    answer: changedTaskSchema,
    problems: [404, 409],
  })
  async edit(
    @ProjectId() projectId: string,
    @TaskId() taskId: string,
    @Body({ schema: editTaskSchema }) body: z.infer<typeof editTaskSchema>,
    @IntentOf() intent: Intent,
  ): TaskAnswer {
    await this.directory.assertExists(projectId);
    const { seen_version: seenVersion = 0, expected, ...wanted } = body;
    const data = present({
      taskId,
      ...editOf(wanted, intent),
      seenVersion,
      expected: expected && editOf(expected, intent),
    });
    return this.writer.write(
      { to: { projectId, id: taskId }, type: 'podium.task.v1.TaskEditRequested', data },
      intent,
      (accepted) =>
        this.changes.answer({ projectId, taskId }, accepted, (before, after) => before && undoOfEdit(before, after)),
    );
  }

  @ApiRoute({
    method: 'delete',
    path: '/projects/:projectId/tasks/:taskId',
    operationId: 'deleteTask',
    summary: 'Delete a task that no agent works on; `restore` brings it back',
    tag,
    status: 204,
    answer: 'none',
    problems: [404, 409],
  })
  async delete(
    @ProjectId() projectId: string,
    @TaskId() taskId: string,
    @IntentOf() intent: Intent,
  ): Promise<Written<undefined> | PendingRequest> {
    await this.directory.assertExists(projectId);
    return this.writer.write(
      { to: { projectId, id: taskId }, type: 'podium.task.v1.TaskDeleteRequested', data: { taskId } },
      intent,
      ({ position }) => ({ body: undefined, position }),
    );
  }

  @ApiRoute({
    method: 'patch',
    path: '/projects/:projectId/tasks/:taskId/move',
    operationId: 'moveTask',
    summary: 'Move a card to a column, or within one',
    tag,
    body: moveTaskSchema,
    status: 200,
    answer: changedTaskSchema,
    problems: [404, 409],
  })
  async move(
    @ProjectId() projectId: string,
    @TaskId() taskId: string,
    @Body({ schema: moveTaskSchema }) body: z.infer<typeof moveTaskSchema>,
    @IntentOf() intent: Intent,
  ): TaskAnswer {
    await this.directory.assertExists(projectId);
    const { status, rank, after_id: afterId, position: index } = body;
    const place = rank === undefined ? await this.ranks.at(projectId, status, { afterId, index }, taskId) : { rank };
    return this.mover.move({ projectId, taskId, to: TaskStatus[status] }, place, intent);
  }

  private async template(projectId: string, templateId: string): Promise<TaskTemplateView> {
    const project = await this.views.project(projectId);
    const template = project?.templates.find(({ id }) => id === templateId);
    if (!template) throw notFound('template');
    return template;
  }
}

function titleMissing(): Error {
  const errors = [{ path: 'title', message: 'is needed: the template has none' }];
  return problemOf('validation_failed', 'title is needed: the template has none', undefined, { errors });
}
