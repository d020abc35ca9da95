import { Body, Controller, Inject, Param, Query, UseInterceptors } from '@nestjs/common';
import type { CommentView, UndoView } from '@podium/board';
import { z } from 'zod';
import { ReadModel } from '../projections/read-model-queries.ts';
import type { Accepted } from '../requests/ask.ts';
import { IntentOf, type Intent } from '../requests/intent.ts';
import { LogViews } from '../requests/log-views.ts';
import { ProjectDirectory } from '../requests/project-directory.ts';
import type { Undoable } from '../requests/task-changes.ts';
import { taskPath, undoOfComment } from '../requests/undo.ts';
import { Writer, type Answer } from '../requests/writer.ts';
import type { PendingRequest, Written } from '../requests/written.ts';
import { ApiRoute } from './api-route.ts';
import { Freshness } from './freshness.ts';
import { ProjectId, TaskId } from './known-id.ts';
import { notFound } from './problems.ts';
import { freshnessQuerySchema, pageQuerySchema } from './schemas/requests.ts';
import { changedCommentSchema, commentTextSchema, undoSchema } from './schemas/tasks.ts';
import { commentSchema } from './schemas/views.ts';
import { WriteAnswers } from './write-answers.ts';

const tag = 'tasks';

const commentPageQuerySchema = pageQuerySchema.extend({
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

const deletedCommentSchema = z.object({ id: z.string(), undo: undoSchema.nullable() }).meta({ id: 'DeletedComment' });

type CommentText = z.infer<typeof commentTextSchema>;
type CommentAnswer = Promise<Written<Undoable<CommentView>> | PendingRequest>;
type CommentPlace = Readonly<Record<'projectId' | 'taskId' | 'commentId', string>>;

/** What people say about a task. Each comment is its writer's own. */
@Controller('api')
@UseInterceptors(WriteAnswers, Freshness)
export class CommentsController {
  constructor(
    @Inject(Writer) private readonly writer: Writer,
    @Inject(LogViews) private readonly views: LogViews,
    @Inject(ProjectDirectory) private readonly directory: ProjectDirectory,
    @Inject(ReadModel) private readonly reads: ReadModel,
  ) {}

  @ApiRoute({
    method: 'get',
    path: '/projects/:projectId/tasks/:taskId/comments',
    operationId: 'listComments',
    summary: 'Comments of a task, oldest first',
    tag,
    query: commentPageQuerySchema.extend(freshnessQuerySchema.shape),
    status: 200,
    answer: z.object({ comments: z.array(commentSchema), total_count: z.int(), next_cursor: z.string().nullable() }),
    problems: [404],
  })
  async list(
    @ProjectId() projectId: string,
    @TaskId() taskId: string,
    @Query({ schema: commentPageQuerySchema }) page: z.infer<typeof commentPageQuerySchema>,
  ): Promise<{ comments: CommentView[]; total_count: number; next_cursor: string | null }> {
    if (!(await this.reads.tasks.find(projectId, taskId))) throw notFound('task');
    const { items, total_count, next_cursor } = await this.reads.tasks.comments(taskId, page);
    return { comments: items, total_count, next_cursor };
  }

  @ApiRoute({
    method: 'post',
    path: '/projects/:projectId/tasks/:taskId/comments',
    operationId: 'addComment',
    summary: 'Comment on a task',
    tag,
    body: commentTextSchema,
    status: 201,
    answer: changedCommentSchema,
    problems: [404],
  })
  async add(
    @ProjectId() projectId: string,
    @TaskId() taskId: string,
    @Body({ schema: commentTextSchema }) { text }: CommentText,
    @IntentOf() intent: Intent,
  ): CommentAnswer {
    await this.directory.assertExists(projectId);
    const place = { projectId, taskId, commentId: intent.newId('comment') };
    const data = { taskId, commentId: place.commentId, text };
    return this.writer.write(
      { to: { projectId, id: taskId }, type: 'podium.task.v1.CommentAddRequested', data },
      intent,
      async (accepted) => ({
        ...(await this.answer(place, accepted, () => ({ method: 'DELETE', path: pathOf(place) }))),
        location: pathOf(place),
      }),
    );
  }

  @ApiRoute({
    method: 'patch',
    path: '/projects/:projectId/tasks/:taskId/comments/:commentId',
    operationId: 'editComment',
    summary: 'Change the text of your comment',
    tag,
    body: commentTextSchema,
    status: 200,
    answer: changedCommentSchema,
    problems: [403, 404],
  })
  async edit(
    @ProjectId() projectId: string,
    @TaskId() taskId: string,
    @Param('commentId') commentId: string,
    @Body({ schema: commentTextSchema }) { text }: CommentText,
    @IntentOf() intent: Intent,
  ): CommentAnswer {
    await this.directory.assertExists(projectId);
    const data = { taskId, commentId, text };
    return this.writer.write(
      { to: { projectId, id: taskId }, type: 'podium.task.v1.CommentEditRequested', data },
      intent,
      (accepted) =>
        this.answer({ projectId, taskId, commentId }, accepted, (before) => before && undoOfComment(before)),
    );
  }

  @ApiRoute({
    method: 'delete',
    path: '/projects/:projectId/tasks/:taskId/comments/:commentId',
    operationId: 'deleteComment',
    summary: 'Delete your comment; `restore` brings it back',
    tag,
    status: 200,
    answer: deletedCommentSchema,
    problems: [403, 404],
  })
  async delete(
    @ProjectId() projectId: string,
    @TaskId() taskId: string,
    @Param('commentId') commentId: string,
    @IntentOf() intent: Intent,
  ): Promise<Written<z.infer<typeof deletedCommentSchema>> | PendingRequest> {
    await this.directory.assertExists(projectId);
    const path = `${pathOf({ projectId, taskId, commentId })}/restore`;
    return this.writer.write(
      { to: { projectId, id: taskId }, type: 'podium.task.v1.CommentDeleteRequested', data: { taskId, commentId } },
      intent,
      ({ facts, position }) => ({
        body: { id: commentId, undo: facts.length > 0 ? { method: 'POST', path } : null },
        position,
      }),
    );
  }

  @ApiRoute({
    method: 'post',
    path: '/projects/:projectId/tasks/:taskId/comments/:commentId/restore',
    operationId: 'restoreComment',
    summary: 'Bring your deleted comment back',
    tag,
    status: 200,
    answer: changedCommentSchema,
    problems: [403, 404],
  })
  async restore(
    @ProjectId() projectId: string,
    @TaskId() taskId: string,
    @Param('commentId') commentId: string,
    @IntentOf() intent: Intent,
  ): CommentAnswer {
    await this.directory.assertExists(projectId);
    const place = { projectId, taskId, commentId };
    return this.writer.write(
      { to: { projectId, id: taskId }, type: 'podium.task.v1.CommentRestoreRequested', data: { taskId, commentId } },
      intent,
      (accepted) => this.answer(place, accepted, () => ({ method: 'DELETE', path: pathOf(place) })),
    );
  }

  private async answer(
    place: CommentPlace,
    { facts, position }: Accepted,
    undoOf: (before: CommentView | null) => UndoView | null,
  ): Promise<Answer<Undoable<CommentView>>> {
    const { before, after } = await this.views.commentChange(place, facts, position);
    if (!after) throw notFound('comment');
    return { body: { ...after, undo: facts.length > 0 ? undoOf(before) : null }, position: position ?? after.position };
  }
}

function pathOf({ projectId, taskId, commentId }: CommentPlace): string {
  return `${taskPath(projectId, taskId)}/comments/${commentId}`;
}
