import type { BoardView, TaskStatusName, TaskView } from '@podium/board';
import type { ShownEdit } from '../api/types.ts';

/** What a person just asked for and the log has not said yet. Shown at once; dropped when it is refused. */
export type IntentChange =
  | { kind: 'create'; task: TaskView }
  | { kind: 'edit'; taskId: string; edit: ShownEdit }
  | { kind: 'move'; taskIds: readonly string[]; status: TaskStatusName; place?: MovePlace }
  | { kind: 'execute'; taskId: string }
  | { kind: 'stop'; taskId: string }
  | { kind: 'remove'; taskIds: readonly string[] };

/** Behind which card, null: first of the column. */
export interface MovePlace {
  afterId: string | null;
}

export interface Intent {
  id: number;
  change: IntentChange;
  /** The position that the server answered with; null until it did. */
  position: number | null;
}

/** A task as the board shows it. */
export type ShownTask = TaskView & { pending?: IntentChange['kind'] };

export interface ShownBoard extends BoardView {
  /** In the order of their columns. */
  tasks: ShownTask[];
}

/** Whether the board contains already what was asked for. */
export function isSettled(intent: Intent, board: Pick<BoardView, 'position'>): boolean {
  return intent.position !== null && board.position >= intent.position;
}

/** The board with everything that is asked for and not yet settled. Never changes the board itself. */
export function showBoard(board: BoardView, intents: readonly Intent[]): ShownBoard {
  const shown: ShownBoard = { ...board, tasks: shownTasks(board.tasks) };
  return intents
    .filter((intent) => !isSettled(intent, board))
    .reduce((folding, { change }) => apply(folding, change), shown);
}

/** The archived cards with what is asked for and not yet settled: those that were put away last come first. */
export function showArchive(
  archive: BoardView,
  board: Pick<BoardView, 'position'>,
  intents: readonly Intent[],
): ShownTask[] {
  const tasks = archive.tasks.filter((task) => task.archived_at).sort(byArchived);
  return intents
    .filter(({ change }) => change.kind === 'edit' || change.kind === 'remove')
    .filter((intent) => !isSettled(intent, board))
    .reduce<ShownBoard>((folding, { change }) => apply(folding, change), { ...archive, tasks }).tasks;
}

function byArchived(a: TaskView, b: TaskView): number {
  const [one, other] = [a.archived_at ?? '', b.archived_at ?? ''];
  if (one !== other) return one < other ? 1 : -1;
  return a.id < b.id ? -1 : 1;
}

const sorted = new WeakMap<readonly TaskView[], ShownTask[]>();

/** Without the archived ones, in the order of their columns. Most facts leave the tasks alone, so that is done once. */
function shownTasks(tasks: readonly TaskView[]): ShownTask[] {
  const known = sorted.get(tasks);
  if (known) return known;
  const shown = tasks.filter((task) => !task.archived_at).sort(byRank);
  sorted.set(tasks, shown);
  return shown;
}

/** Ranks are compared byte by byte, ties by id. */
export function byRank(a: Pick<TaskView, 'rank' | 'id'>, b: Pick<TaskView, 'rank' | 'id'>): number {
  if (a.rank !== b.rank) return a.rank < b.rank ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}

function apply(board: ShownBoard, change: IntentChange): ShownBoard {
  switch (change.kind) {
    case 'create':
      if (board.tasks.some((task) => task.id === change.task.id)) return board;
      return { ...board, tasks: [...board.tasks, { ...change.task, pending: 'create' }] };
    case 'remove':
      return { ...board, tasks: board.tasks.filter((task) => !change.taskIds.includes(task.id)) };
    case 'edit': {
      const { seen_version: _, ...fields } = change.edit;
      return patch(board, change.taskId, { ...fields, pending: 'edit' });
    }
    case 'move':
      return move(board, change.taskIds, change.status, change.place);
    case 'execute':
      return patch(board, change.taskId, { status: 'IN_PROGRESS', failure: null, pending: 'execute' });
    case 'stop':
      return stop(board, change.taskId);
  }
}

function patch(board: ShownBoard, taskId: string, fields: Partial<ShownTask>): ShownBoard {
  return { ...board, tasks: board.tasks.map((task) => (task.id === taskId ? { ...task, ...fields } : task)) };
}

function stop(board: ShownBoard, taskId: string): ShownBoard {
  const sessionId = board.tasks.find((task) => task.id === taskId)?.active_session_id;
  const sessions = board.sessions.map((session) =>
    session.id === sessionId ? { ...session, status: 'stopping' as const } : session,
  );
  return { ...patch(board, taskId, { pending: 'stop' }), sessions };
}

/** In the order in which the ids come; at the end of the column without a place, or where the card before is gone. */
function move(board: ShownBoard, taskIds: readonly string[], status: TaskStatusName, place?: MovePlace): ShownBoard {
  const tasks = new Map(board.tasks.map((task) => [task.id, task]));
  const moved = taskIds.flatMap((id): ShownTask[] => {
    const task = tasks.get(id);
    return task ? [{ ...task, status, failure: null, pending: 'move' }] : [];
  });
  return { ...board, tasks: putAt(board.tasks, moved, status, place) };
}

/** Cards in the order that they have once some of them are at a place of a column. */
export function putAt(
  tasks: readonly ShownTask[],
  moved: readonly ShownTask[],
  status: TaskStatusName,
  place?: MovePlace,
): ShownTask[] {
  const ids = new Set(moved.map(({ id }) => id));
  const others = tasks.filter((task) => !ids.has(task.id));
  return others.toSpliced(placeIn(others, status, place), 0, ...moved);
}

function placeIn(tasks: readonly ShownTask[], status: TaskStatusName, place?: MovePlace): number {
  if (place?.afterId === null) {
    const first = tasks.findIndex((task) => task.status === status);
    return first === -1 ? tasks.length : first;
  }
  const before = place ? tasks.findIndex((task) => task.id === place.afterId) : -1;
  return before === -1 ? tasks.length : before + 1;
}
