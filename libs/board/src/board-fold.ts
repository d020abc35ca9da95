import { aggregateIdOf, type RecordedFact } from '@podium/proto';
import { beginBoard, boardPartOf } from './fold-board.ts';
import { foldPod } from './fold-pod.ts';
import { foldProject } from './fold-project.ts';
import { foldSession } from './fold-session.ts';
import { foldTask, taskIdOf } from './fold-task.ts';
import type { SessionView } from './session-view.ts';
import type { TaskView } from './task-view.ts';
import type { BoardView } from './views.ts';

/**
 * Folds many facts of one project into its board. The result is that of `foldBoard` fact by fact; the cost per fact
 * does not grow with the board.
 */
export class BoardFold {
  #rest: Omit<BoardView, 'tasks' | 'sessions'> | null = null;
  #tasks = new Map<string, TaskView>();
  #sessions = new Map<string, SessionView>();

  /** @param board where to go on from; null before the project's first fact and after its deletion. */
  constructor(board: BoardView | null = null) {
    this.#adopt(board);
  }

  apply(fact: RecordedFact): void {
    if (!this.#rest) return this.#adopt(beginBoard(fact));
    if (fact.position <= this.#rest.position) return;
    this.#rest = { ...this.#rest, position: fact.position };
    switch (boardPartOf(fact)) {
      case 'project': {
        const project = foldProject(this.#rest.project, fact);
        this.#rest = project && { ...this.#rest, project };
        break;
      }
      case 'pod':
        this.#rest = { ...this.#rest, pod: foldPod(this.#rest.pod, fact) };
        break;
      case 'task':
        foldOne(this.#tasks, taskIdOf(fact), fact, foldTask);
        break;
      case 'session':
        foldOne(this.#sessions, aggregateIdOf(fact), fact, foldSession);
        break;
      default:
        break;
    }
  }

  /** The board so far. It does not change with what is applied later. */
  get board(): BoardView | null {
    return this.#rest && { ...this.#rest, tasks: [...this.#tasks.values()], sessions: [...this.#sessions.values()] };
  }

  #adopt(board: BoardView | null): void {
    if (!board) {
      this.#rest = null;
      return;
    }
    const { tasks, sessions, ...rest } = board;
    this.#rest = rest;
    this.#tasks = new Map(tasks.map((task) => [task.id, task]));
    this.#sessions = new Map(sessions.map((session) => [session.id, session]));
  }
}

function foldOne<View>(
  views: Map<string, View>,
  id: string,
  fact: RecordedFact,
  fold: (view: View | null, fact: RecordedFact) => View | null,
): void {
  const after = fold(views.get(id) ?? null, fact);
  if (after) views.set(id, after);
  else views.delete(id);
}
