import { Controller, Inject, UseInterceptors } from '@nestjs/common';
import type { TaskView, UndoView } from '@podium/board';
import { TaskPriority } from '@podium/proto';
import type { Question } from '../requests/ask.ts';
import { IntentOf, type Intent } from '../requests/intent.ts';
import { LogViews } from '../requests/log-views.ts';
import { ProjectDirectory } from '../requests/project-directory.ts';
import { Ranks } from '../requests/ranks.ts';
import { TaskChanges, type Undoable } from '../requests/task-changes.ts';
import { copiedAttachments, copiedProperties } from '../requests/task-properties.ts';
import { taskPath } from '../requests/undo.ts';
import { Writer } from '../requests/writer.ts';
import type { PendingRequest, Written } from '../requests/written.ts';
import { ApiRoute } from './api-route.ts';
import { ProjectId, TaskId } from './known-id.ts';
import { notFound } from './problems.ts';
import { changedTaskSchema } from './schemas/tasks.ts';
import { WriteAnswers } from './write-answers.ts';

const tag = 'tasks';

type TaskAnswer = Promise<Written<Undoable<TaskView>> | PendingRequest>;
type StateRequest =
  | 'podium.task.v1.TaskArchiveRequested'
  | 'podium.task.v1.TaskUnarchiveRequested'
  | 'podium.task.v1.TaskRestoreRequested';

/** Characters of a title, as everywhere. */
const maxTitleLength = 200;
const copySuffix = ' (copy)';

/** Putting tasks away and getting them back, and copies. */
@Controller('api')
@UseInterceptors(WriteAnswers)
export class TaskStatesController {
  constructor(
    @Inject(Writer) private readonly writer: Writer,
    @Inject(LogViews) private readonly views: LogViews,
    @Inject(ProjectDirectory) private readonly directory: ProjectDirectory,
    @Inject(Ranks) private readonly ranks: Ranks,
    @Inject(TaskChanges) private readonly changes: TaskChanges,
  ) {}

  @ApiRoute({
    method: 'post',
    path: '/projects/:projectId/tasks/:taskId/archive',
    operationId: 'archiveTask',
    summary: 'Take a task off the board and keep it',
    tag,
    status: 200,
    answer: changedTaskSchema,
    problems: [404, 409],
  })
  archive(@ProjectId() projectId: string, @TaskId() taskId: string, @IntentOf() intent: Intent): TaskAnswer {
    const undo = { method: 'POST', path: `${taskPath(projectId, taskId)}/unarchive` } as const;
    return this.change('podium.task.v1.TaskArchiveRequested', { projectId, taskId, undo }, intent);
  }

  @ApiRoute({
    method: 'post',
    path: '/projects/:projectId/tasks/:taskId/unarchive',
    operationId: 'unarchiveTask',
    summary: 'Put an archived task back on the board, where it was',
    tag,
    status: 200,
    answer: changedTaskSchema,
    problems: [404],
  })
  unarchive(@ProjectId() projectId: string, @TaskId() taskId: string, @IntentOf() intent: Intent): TaskAnswer {
    const undo = { method: 'POST', path: `${taskPath(projectId, taskId)}/archive` } as const;
    return this.change('podium.task.v1.TaskUnarchiveRequested', { projectId, taskId, undo }, intent);
  }

  @ApiRoute({
    method: 'post',
    path: '/projects/:projectId/tasks/:taskId/restore',
    operationId: 'restoreTask',
    summary: 'Bring a deleted task back as it was',
    tag,
    status: 200,
    answer: changedTaskSchema,
    problems: [404],
  })
  restore(@ProjectId() projectId: string, @TaskId() taskId: string, @IntentOf() intent: Intent): TaskAnswer {
    const undo = { method: 'DELETE', path: taskPath(projectId, taskId) } as const;
    return this.change('podium.task.v1.TaskRestoreRequested', { projectId, taskId, undo }, intent);
  }

  @ApiRoute({
    method: 'post',
    path: '/projects/:projectId/tasks/:taskId/duplicate',
    operationId: 'duplicateTask',
    summary: 'A copy of a task at the end of TODO, without its history, comments and dependencies',
    tag,
    status: 201,
    answer: changedTaskSchema,
    problems: [404],
  })
  async duplicate(@ProjectId() projectId: string, @TaskId() taskId: string, @IntentOf() intent: Intent): TaskAnswer {
    await this.directory.assertExists(projectId);
    const original = await this.views.task(projectId, taskId);
    if (!original) throw notFound('task');
    const copyId = intent.newId('task');
    const data = {
      taskId: copyId,
      title: `${original.title.slice(0, maxTitleLength - copySuffix.length).trim()}${copySuffix}`,
      description: original.description,
      priority: TaskPriority[original.priority],
      rank: await this.ranks.atEnd(projectId, 'TODO'),
      properties: copiedProperties(original),
      attachments: copiedAttachments(original),
      copyOfTaskId: taskId,
    };
    const location = taskPath(projectId, copyId);
    const task = { projectId, taskId: copyId };
    return this.writer.write(
      { to: { projectId, id: copyId }, type: 'podium.task.v1.TaskCreateRequested', data },
      intent,
      async (accepted) => ({
        ...(await this.changes.answer(task, accepted, () => ({ method: 'DELETE', path: location }))),
        location,
      }),
    );
  }

  private async change(
    type: StateRequest,
    { projectId, taskId, undo }: { projectId: string; taskId: string; undo: UndoView },
    intent: Intent,
  ): TaskAnswer {
    await this.directory.assertExists(projectId);
    const question: Question<StateRequest> = { to: { projectId, id: taskId }, type, data: { taskId } };
    return this.writer.write(question, intent, (accepted) =>
      this.changes.answer({ projectId, taskId }, accepted, () => undo),
    );
  }
}
