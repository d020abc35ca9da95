import type { TaskView, UndoView } from '@podium/board';
import { notFound } from '../api/problems.ts';
import type { Accepted } from './ask.ts';
import type { LogViews } from './log-views.ts';
import type { Answer } from './writer.ts';

/** A view and the request that takes back what was just done to it; null where nothing was. */
export type Undoable<View> = View & { readonly undo: UndoView | null };

/** Makes answers of what became of a task. */
export class TaskChanges {
  readonly #views: LogViews;

  constructor(views: LogViews) {
    this.#views = views;
  }

  /**
   * The task right after the change, with the way back.
   *
   * @param undoOf finds the way back; asked only where something was written.
   * @throws ProblemError 404 where there is no such task; LogUnavailableError
   */
  async answer(
    task: { readonly projectId: string; readonly taskId: string },
    { facts, position }: Accepted,
    undoOf: (before: TaskView | null, after: TaskView) => UndoView | null,
  ): Promise<Answer<Undoable<TaskView>>> {
    const { before, after } = await this.#views.taskChange(task.projectId, task.taskId, facts, position);
    if (!after) throw notFound('task');
    const undo = facts.length > 0 ? undoOf(before, after) : null;
    return { body: { ...after, undo }, position: position ?? after.position };
  }
}
