import type { BoardView, TaskStatusName, TaskView } from '@podium/board';
import type { TaskEdit } from '../api/types.ts';

/** What a person just asked for and the log has not said yet. Shown at once; dropped when it is refused. */
export type IntentChange =
  | { kind: 'create'; task: TaskView }
  | { kind: 'edit'; taskId: string; edit: TaskEdit }
  | { kind: 'move'; taskId: string; status: TaskStatusName; index?: number }
  | { kind: 'execute'; taskId: string }
  | { kind: 'stop'; taskId: string }
  | { kind: 'delete'; taskId: string };

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
  const shown: ShownBoard = { ...board, tasks: [...board.tasks].sort(byRank) };
  return intents
    .filter((intent) => !isSettled(intent, board))
    .reduce((folding, { change }) => apply(folding, change), shown);
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
    case 'delete':
      return { ...board, tasks: board.tasks.filter((task) => task.id !== change.taskId) };
    case 'edit': {
      const { seen_version: _, ...fields } = change.edit;
      return patch(board, change.taskId, { ...fields, pending: 'edit' });
    }
    case 'move':
      return move(board, change.taskId, change.status, change.index);
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

/** `index` counts the target column without the moved card. */
function move(board: ShownBoard, taskId: string, status: TaskStatusName, index?: number): ShownBoard {
  const task = board.tasks.find((candidate) => candidate.id === taskId);
  if (!task) return board;
  const others = board.tasks.filter((candidate) => candidate.id !== taskId);
  const column = others.filter((candidate) => candidate.status === status);
  const next = index === undefined ? undefined : column[index];
  const at = next ? others.indexOf(next) : others.length;
  return { ...board, tasks: others.toSpliced(at, 0, { ...task, status, failure: null, pending: 'move' }) };
}
