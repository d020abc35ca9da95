import { queuePositions, type QueuePlace, type SessionView } from '@podium/board';
import type { ShownBoard, ShownTask } from './intents.ts';

/** What a card shows beside its task, found without searching. */
export interface BoardIndex {
  tasks: ReadonlyMap<string, ShownTask>;
  sessions: ReadonlyMap<string, SessionView>;
  /** Where the queued sessions stand. */
  places: ReadonlyMap<string, QueuePlace>;
}

export function indexBoard(board: ShownBoard): BoardIndex {
  return {
    tasks: new Map(board.tasks.map((task) => [task.id, task])),
    sessions: new Map(board.sessions.map((session) => [session.id, session])),
    places: queuePositions(board),
  };
}

/** How many of the tasks that it waits for are not done; those that are gone hold nothing up. */
export function openDependencyCount(task: ShownTask, { tasks }: Pick<BoardIndex, 'tasks'>): number {
  return task.depends_on.filter((id) => {
    const status = tasks.get(id)?.status;
    return status !== undefined && status !== 'DONE';
  }).length;
}
