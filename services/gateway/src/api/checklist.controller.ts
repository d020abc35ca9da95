import { Body, Controller, Inject, Param, Query, UseInterceptors } from '@nestjs/common';
import type { TaskView, UndoView } from '@podium/board';
import type { MessageTypes } from '@podium/proto';
import type { z } from 'zod';
import { IntentOf, type Intent } from '../requests/intent.ts';
import { ProjectDirectory } from '../requests/project-directory.ts';
import { TaskChanges, type Undoable } from '../requests/task-changes.ts';
import { undoOfAddedItem, undoOfItem, undoOfRemovedItem } from '../requests/undo-checklist.ts';
import { Writer } from '../requests/writer.ts';
import type { PendingRequest, Written } from '../requests/written.ts';
import { ApiRoute } from './api-route.ts';
import { ProjectId, TaskId } from './known-id.ts';
import { present } from './present.ts';
import {
  changedTaskSchema,
  editChecklistItemSchema,
  putChecklistItemSchema,
  removeChecklistItemSchema,
} from './schemas/tasks.ts';
import { WriteAnswers } from './write-answers.ts';

const route = {
  path: '/projects/:projectId/tasks/:taskId/checklist/:itemId',
  tag: 'tasks',
  status: 200,
  answer: changedTaskSchema,
} as const;

type TaskAnswer = Promise<Written<Undoable<TaskView>> | PendingRequest>;
type EditRequest = MessageTypes['podium.task.v1.TaskChecklistItemEditRequested'];
type UndoOf = (itemId: string, before: TaskView, after: TaskView) => UndoView | null;

/** The steps of a task, each by itself: what several people do to them at once all counts. */
@Controller('api')
@UseInterceptors(WriteAnswers)
export class ChecklistController {
  constructor(
    @Inject(Writer) private readonly writer: Writer,
    @Inject(ProjectDirectory) private readonly directory: ProjectDirectory,
    @Inject(TaskChanges) private readonly changes: TaskChanges,
  ) {}

  @ApiRoute({
    ...route,
    method: 'patch',
    operationId: 'editChecklistItem',
    summary: 'Tick one step off, change its text or its place; the others stay as they are',
    body: editChecklistItemSchema,
    problems: [404, 409],
  })
  edit(
    @ProjectId() projectId: string,
    @TaskId() taskId: string,
    @Param('itemId') itemId: string,
    @Body({ schema: editChecklistItemSchema }) body: z.infer<typeof editChecklistItemSchema>,
    @IntentOf() intent: Intent,
  ): TaskAnswer {
    const { text, done, after_id, seen_text: seenText } = body;
    const data = { taskId, itemId, text, done, afterItemId: placeOf(after_id), seenText };
    return this.change(projectId, data, intent, undoOfItem);
  }

  @ApiRoute({
    ...route,
    method: 'put',
    operationId: 'putChecklistItem',
    summary: 'Add a step under an id of your own, at the end unless you say where; the others stay as they are',
    body: putChecklistItemSchema,
    problems: [404],
  })
  put(
    @ProjectId() projectId: string,
    @TaskId() taskId: string,
    @Param('itemId') itemId: string,
    @Body({ schema: putChecklistItemSchema }) body: z.infer<typeof putChecklistItemSchema>,
    @IntentOf() intent: Intent,
  ): TaskAnswer {
    const { text, done, after_id } = body;
    const data = { taskId, itemId, text, done, afterItemId: placeOf(after_id), mayAdd: true };
    return this.change(projectId, data, intent, undoOfAddedItem);
  }

  @ApiRoute({
    ...route,
    method: 'delete',
    operationId: 'removeChecklistItem',
    summary: 'Remove one step; the others stay as they are',
    query: removeChecklistItemSchema,
    problems: [404, 409],
  })
  remove(
    @ProjectId() projectId: string,
    @TaskId() taskId: string,
    @Param('itemId') itemId: string,
    @Query({ schema: removeChecklistItemSchema }) { seen_text: seenText }: z.infer<typeof removeChecklistItemSchema>,
    @IntentOf() intent: Intent,
  ): TaskAnswer {
    return this.change(projectId, { taskId, itemId, remove: true, seenText }, intent, undoOfRemovedItem);
  }

  private async change(projectId: string, data: EditRequest, intent: Intent, undoOf: UndoOf): TaskAnswer {
    await this.directory.assertExists(projectId);
    const { taskId, itemId } = data;
    return this.writer.write(
      { to: { projectId, id: taskId }, type: 'podium.task.v1.TaskChecklistItemEditRequested', data: present(data) },
      intent,
      (accepted) =>
        this.changes.answer(
          { projectId, taskId },
          accepted,
          (before, after) => before && undoOf(itemId, before, after),
        ),
    );
  }
}

/** As the log says it: empty for the first place. */
function placeOf(afterId: string | null | undefined): string | undefined {
  return afterId === null ? '' : afterId;
}
