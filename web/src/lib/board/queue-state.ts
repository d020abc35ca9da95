import type { BoardView } from '@podium/board';

export interface QueueState {
  /** Sessions that hold a slot. */
  running: number;
  queued: number;
  /** Sessions that wait for their next try. */
  retrying: number;
  paused: boolean;
  /** Why it is paused, in the words of who did it. */
  reason: string | null;
  overBudget: boolean;
}

/** A project's queue as its board tells it. */
export function queueState({ project, sessions }: Pick<BoardView, 'project' | 'sessions'>): QueueState {
  const count = (...statuses: readonly string[]): number =>
    sessions.filter(({ status }) => statuses.includes(status)).length;
  return {
    running: count('pending', 'running', 'waiting', 'stopping'),
    queued: count('queued'),
    retrying: count('retrying'),
    paused: project.queue_paused,
    reason: project.queue_pause_reason,
    overBudget: project.budget_status?.state === 'exceeded',
  };
}
