import { aggregateIdOf, type RecordedFact } from '@podium/proto';
import { foldPod } from './fold-pod.ts';
import { foldProject } from './fold-project.ts';
import { foldSession } from './fold-session.ts';
import { foldTask } from './fold-task.ts';

import type { BoardView } from './views.ts';

/**
 * Folds one fact of the board's project into the board. A fact that the board already contains changes nothing, so
 * a snapshot and a replay may overlap. Null when the project was deleted.
 */
export function foldBoard(board: BoardView, fact: RecordedFact): BoardView | null {
  if (fact.position <= board.position) return board;
  const next = { ...board, position: fact.position };
  switch (contextOf(fact)) {
    case 'project': {
      const project = foldProject(board.project, fact);
      return project && { ...next, project };
    }
    case 'pod':
      return { ...next, pod: foldPod(board.pod, fact) };
    case 'task':
      return { ...next, tasks: foldOne(board.tasks, aggregateIdOf(fact), (task) => foldTask(task, fact)) };
    case 'session':
      return { ...next, sessions: foldOne(board.sessions, aggregateIdOf(fact), (s) => foldSession(s, fact)) };
    default:
      return next;
  }
}

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
