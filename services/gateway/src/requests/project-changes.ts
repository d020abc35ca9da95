import type { ProjectView, UndoView } from '@podium/board';
import { notFound } from '../api/problems.ts';
import type { Accepted } from './ask.ts';
import type { LogViews } from './log-views.ts';
import type { Undoable } from './task-changes.ts';
import type { Answer } from './writer.ts';

/** Makes answers of what became of a project. */
export class ProjectChanges {
  readonly #views: LogViews;

  constructor(views: LogViews) {
    this.#views = views;
  }

  /**
   * The project right after the change, with the way back.
   *
   * @throws ProblemError 404 where there is no such project; LogUnavailableError
   */
  async answer(
    projectId: string,
    { facts, position }: Accepted,
    undoOf: (before: ProjectView, after: ProjectView) => UndoView | null,
  ): Promise<Answer<Undoable<ProjectView>>> {
    const { before, after } = await this.#views.projectChange(projectId, facts, position);
    if (!after) throw notFound('project');
    const undo = facts.length > 0 && before ? undoOf(before, after) : null;
    return { body: { ...after, undo }, position: position ?? after.position };
  }
}
