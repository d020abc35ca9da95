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
  /** How many of the tasks that it waits for are not done. */
  openDependencies: number;
}

/** Gathers them from the board. */
export function cardFacts(task: ShownTask, index: BoardIndex): CardFacts {
  const active = task.active_session_id ?? '';
  return {
    session: index.sessions.get(active) ?? null,
    place: index.places.get(active) ?? null,
    stopped: stopWords(task, index.sessions.get(task.latest_session_id ?? '')),
    openDependencies: openDependencyCount(task, index),
  };
}
