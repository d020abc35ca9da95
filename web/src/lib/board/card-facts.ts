import type { QueuePlace, SessionView } from '@podium/board';
import { stopWords } from '../ui/queue-words.ts';
import { openDependencyCount, type BoardIndex } from './board-index.ts';
import type { ShownTask } from './intents.ts';

/** What a card shows beside its task, wherever it is drawn. */
export interface CardFacts {
  /** The session that works on it now. */
  session: SessionView | null;
  /** Where that one stands in the queue. */
  place: QueuePlace | null;
  /** Why its agent was stopped, where nobody did that. */
  stopped: string | null;
  /** The session whose work waits to be looked at. */
  done: SessionView | null;
  /** How many of the tasks that it waits for are not done. */
  openDependencies: number;
}

function isToReview({ status }: ShownTask): boolean {
  return status === 'PLANNING_REVIEW' || status === 'AI_REVIEW' || status === 'HUMAN_REVIEW';
}

/** Gathers them from the board. */
export function cardFacts(task: ShownTask, index: BoardIndex): CardFacts {
  const active = task.active_session_id ?? '';
  const latest = index.sessions.get(task.latest_session_id ?? '');
  return {
    session: index.sessions.get(active) ?? null,
    place: index.places.get(active) ?? null,
    stopped: stopWords(task, latest),
    done: isToReview(task) && latest?.status === 'completed' ? latest : null,
    openDependencies: openDependencyCount(task, index),
  };
}
