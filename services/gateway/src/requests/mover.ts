import type { TaskView } from '@podium/board';
import type { TaskStatus } from '@podium/proto';
import type { Asker } from './ask.ts';
import { partOf, type Intent } from './intent.ts';
import type { RankedCard } from './places.ts';
import type { TaskChanges, Undoable } from './task-changes.ts';
import { undoOfMove } from './undo.ts';
import type { Writer } from './writer.ts';
import { PendingRequest, Written } from './written.ts';

/** Moves cards, and the cards that have to make room for them. */
export class Mover {
  readonly #asker: Pick<Asker, 'ask'>;
  readonly #writer: Pick<Writer, 'write'>;
  readonly #changes: Pick<TaskChanges, 'answer'>;

  constructor(asker: Pick<Asker, 'ask'>, writer: Pick<Writer, 'write'>, changes: Pick<TaskChanges, 'answer'>) {
    this.#asker = asker;
    this.#writer = writer;
    this.#changes = changes;
  }

  /** @throws ProblemError where the move is refused; LogUnavailableError */
  async move(
    { projectId, taskId, to }: { readonly projectId: string; readonly taskId: string; readonly to: TaskStatus },
    { rank, others = [] }: { readonly rank: string; readonly others?: readonly RankedCard[] },
    intent: Intent,
  ): Promise<Written<Undoable<TaskView>> | PendingRequest> {
    // They keep their order; one that has left the column meanwhile stays where it is.
    const room = await Promise.all(
      others.map(({ id, rank: newRank }) =>
        this.#asker.ask(
          {
            to: { projectId, id },
            type: 'podium.task.v1.TaskMoveRequested',
            data: { taskId: id, to, rank: newRank, onlyWithin: true },
          },
          partOf(intent, id),
        ),
      ),
    );
    const moved = await this.#writer.write(
      { to: { projectId, id: taskId }, type: 'podium.task.v1.TaskMoveRequested', data: { taskId, to, rank } },
      intent,
      (accepted) =>
        this.#changes.answer({ projectId, taskId }, accepted, (before, after) => before && undoOfMove(before, after)),
    );
    if (moved instanceof PendingRequest) return moved;
    // The card may have its new place already: then the others' moves are all that happened.
    const position = Math.max(moved.position ?? 0, ...room.map((accepted) => accepted?.position ?? 0));
    return new Written(moved.body, position || undefined, moved.location);
  }
}
