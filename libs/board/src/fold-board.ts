import { aggregateIdOf, type RecordedFact } from '@podium/proto';
import { foldPod } from './fold-pod.ts';
import { foldProject } from './fold-project.ts';
import { foldSession, isActive } from './fold-session.ts';
import { foldTask, taskIdOf } from './fold-task.ts';
import { isAboutProject } from './queue-fold.ts';

import type { SessionView } from './session-view.ts';
import type { BoardView } from './views.ts';

/**
 * Folds one fact of the board's project into the board. A fact that the board already contains changes nothing, so
 * a snapshot and a replay may overlap. Null when the project was deleted.
 */
export function foldBoard(board: BoardView, fact: RecordedFact): BoardView | null {
  if (fact.position <= board.position) return board;
  const next = { ...board, position: fact.position };
  switch (boardPartOf(fact)) {
    case 'project': {
      const project = foldProject(board.project, fact);
      return project && { ...next, project };
    }
    case 'pod':
      return { ...next, pod: foldPod(board.pod, fact) };
    case 'task':
      return { ...next, tasks: foldOne(board.tasks, taskIdOf(fact), (task) => foldTask(task, fact)) };
    case 'session':
      return { ...next, sessions: foldOne(board.sessions, aggregateIdOf(fact), (s) => foldSession(s, fact)) };
    default:
      return next;
  }
}

/** The board that a project begins with; null for any other fact than its creation. */
export function beginBoard(fact: RecordedFact): BoardView | null {
  const project = foldProject(null, fact);
  return project && { position: fact.position, project, pod: null, tasks: [], sessions: [] };
}

/** The part of the board that a fact changes: by its context, but facts about the whole queue change the project. */
export function boardPartOf(fact: RecordedFact): string | undefined {
  const context = contextOf(fact);
  return context === 'session' && isAboutProject(aggregateIdOf(fact)) ? 'project' : context;
}

/** The second part of a fact's subject. */
function contextOf(fact: RecordedFact): string | undefined {
  return fact.subject.split('/', 2)[1];
}

/** Replaces, adds or removes the one item that a fact is about; the same array where nothing changed. */
function foldOne<T extends { id: string }>(items: T[], id: string, fold: (item: T | null) => T | null): T[] {
  const index = items.findIndex((item) => item.id === id);
  const before = items[index] ?? null;
  const after = fold(before);
  if (after === before) return items;
  if (!after) return items.filter((item) => item.id !== id);
  return before ? items.with(index, after) : [...items, after];
}

/**
 * What a page shows of a folded board: the cards that are not archived, in their order, and of the sessions the newest of
 * each card and every active one. Sessions of deleted and archived cards are gone with them.
 */
export function presentBoard(board: BoardView): BoardView {
  const tasks = board.tasks.filter(({ archived_at }) => archived_at === null);
  const latest = new Map(tasks.map((task) => [task.id, task.latest_session_id]));
  const isShown = (session: SessionView): boolean =>
    latest.has(session.task_id) && (latest.get(session.task_id) === session.id || isActive(session));
  return {
    ...board,
    tasks: tasks.sort((a, b) => compare(a.rank, b.rank) || compare(a.id, b.id)),
    sessions: board.sessions.filter(isShown).sort((a, b) => compare(a.queued_at, b.queued_at) || compare(a.id, b.id)),
  };
}

/** Byte by byte, as the ranks of cards are made to be compared; they and ids are ASCII. */
function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
