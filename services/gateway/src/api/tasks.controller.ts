import { Body, Controller, Inject, Query, UseInterceptors } from '@nestjs/common';
import type { TaskView } from '@podium/board';
import { TaskPriority, TaskStatus } from '@podium/proto';
import { z } from 'zod';
import { ReadModel } from '../projections/read-model-queries.ts';
import type { Accepted } from '../requests/ask.ts';
import { IntentOf, type Intent } from '../requests/intent.ts';
import { LogViews } from '../requests/log-views.ts';
import { ProjectDirectory } from '../requests/project-directory.ts';
import { Ranks } from '../requests/ranks.ts';
import { Writer, type Answer } from '../requests/writer.ts';
import type { PendingRequest, Written } from '../requests/written.ts';
import { ApiRoute } from './api-route.ts';
import { Freshness } from './freshness.ts';
import { ProjectId, TaskId } from './known-id.ts';
import { present } from './present.ts';
import { notFound } from './problems.ts';
import {
  createTaskSchema,
  editTaskSchema,
  freshnessQuerySchema,
  moveTaskSchema,
  taskPageQuerySchema,
} from './schemas/requests.ts';
import { taskSchema } from './schemas/views.ts';
import { WriteAnswers } from './write-answers.ts';

const tag = 'tasks';

type TaskAnswer = Promise<Written<TaskView> | PendingRequest>;

@Controller('api')
@UseInterceptors(WriteAnswers, Freshness)
export class TasksController {
  constructor(
    @Inject(Writer) private readonly writer: Writer,
    @Inject(LogViews) private readonly views: LogViews,
    @Inject(ProjectDirectory) private readonly directory: ProjectDirectory,
    @Inject(Ranks) private readonly ranks: Ranks,
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
    answer: taskSchema,
    problems: [404],
  })
  async create(
    @ProjectId() projectId: string,
    @Body({ schema: createTaskSchema }) body: z.infer<typeof createTaskSchema>,
    @IntentOf() intent: Intent,
  ): TaskAnswer {
    await this.directory.assertExists(projectId);
    const taskId = intent.newId('task');
    const rank = await this.ranks.atEnd(projectId, 'TODO');
    const data = {
      taskId,
      title: body.title,
      description: body.description,
      priority: TaskPriority[body.priority],
      rank,
    };
    return this.writer.write(
      { to: { projectId, id: taskId }, type: 'podium.task.v1.TaskCreateRequested', data },
      intent,
      async (accepted) => ({
        ...(await this.answer(projectId, taskId, accepted)),
        location: `/api/projects/${projectId}/tasks/${taskId}`,
      }),
    );
  }

  @ApiRoute({
    method: 'get',
    path: '/projects/:projectId/tasks',
    operationId: 'listTasks',
    summary: 'Tasks of a project, oldest first',
    tag,
    query: taskPageQuerySchema.extend(freshnessQuerySchema.shape),
    status: 200,
    answer: z.object({ tasks: z.array(taskSchema), total_count: z.int(), next_cursor: z.string().nullable() }),
    problems: [404],
  })
  async list(
    @ProjectId() projectId: string,
    @Query({ schema: taskPageQuerySchema }) page: z.infer<typeof taskPageQuerySchema>,
  ): Promise<{ tasks: TaskView[]; total_count: number; next_cursor: string | null }> {
    await this.directory.assertExists(projectId);
    const { items, total_count, next_cursor } = await this.reads.tasks.list(projectId, page);
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
    return (await this.reads.tasks.find(projectId, taskId)) ?? missing();
  }

  @ApiRoute({
    method: 'patch',
    path: '/projects/:projectId/tasks/:taskId',
    operationId: 'editTask',
    summary: 'Change title, description or priority',
    tag,
    body: editTaskSchema,
    status: 200,
    answer: taskSchema,
    problems: [404, 409],
  })
  async edit(
    @ProjectId() projectId: string,
    @TaskId() taskId: string,
    @Body({ schema: editTaskSchema }) body: z.infer<typeof editTaskSchema>,
    @IntentOf() intent: Intent,
  ): TaskAnswer {
    await this.directory.assertExists(projectId);
    const { title, description, priority, seen_version: seenVersion = 0 } = body;
    const data = present({ taskId, title, description, priority: priority && TaskPriority[priority], seenVersion });
    return this.writer.write(
      { to: { projectId, id: taskId }, type: 'podium.task.v1.TaskEditRequested', data },
      intent,
      (accepted) => this.answer(projectId, taskId, accepted),
    );
  }

  @ApiRoute({
    method: 'delete',
    path: '/projects/:projectId/tasks/:taskId',
    operationId: 'deleteTask',
    summary: 'Delete a task that no agent works on',
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
    answer: taskSchema,
    problems: [404, 409],
  })
  async move(
    @ProjectId() projectId: string,
    @TaskId() taskId: string,
    @Body({ schema: moveTaskSchema }) { status, position: index }: z.infer<typeof moveTaskSchema>,
    @IntentOf() intent: Intent,
  ): TaskAnswer {
    await this.directory.assertExists(projectId);
    const rank = await this.ranks.at(projectId, status, index, taskId);
    const data = { taskId, to: TaskStatus[status], rank };
    return this.writer.write(
      { to: { projectId, id: taskId }, type: 'podium.task.v1.TaskMoveRequested', data },
      intent,
      (accepted) => this.answer(projectId, taskId, accepted),
    );
  }

  private async answer(projectId: string, taskId: string, { facts, position }: Accepted): Promise<Answer<TaskView>> {
    const body = (await this.views.task(projectId, taskId, facts, position)) ?? missing();
    return { body, position: position ?? body.position };
  }
}

function missing(): never {
  throw notFound('task');
}
