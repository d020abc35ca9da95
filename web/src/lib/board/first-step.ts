import type { BoardView, SessionView, TaskView } from '@podium/board';

/** Where somebody is on the way from a new board to the first accepted change. */
export type FirstStep =
  | { kind: 'create' }
  | { kind: 'execute'; task: TaskView }
  /** It is in the queue, or its pod is being made ready. */
  | { kind: 'wait'; task: TaskView }
  | { kind: 'watch'; task: TaskView }
  /** The agent waits for a person. */
  | { kind: 'answer'; task: TaskView }
  | { kind: 'review'; task: TaskView };

/** The next step of a board on which nothing was finished yet; null where somebody knows the way already. */
export function firstStep({ tasks, sessions }: Pick<BoardView, 'tasks' | 'sessions'>): FirstStep | null {
  if (tasks.some((task) => task.status === 'DONE' || task.status === 'HUMAN_REVIEW')) return null;
  if (sessions.length > 2 || tasks.length > 8) return null;
  const running = tasks.find((task) => task.active_session_id);
  if (running) return { kind: kindOf(sessions.find(({ id }) => id === running.active_session_id)), task: running };
  const finished = tasks.find((task) => task.status === 'AI_REVIEW');
  if (finished) return { kind: 'review', task: finished };
  if (tasks.some((task) => task.failure)) return null;
  const ready = tasks.find((task) => task.status === 'TODO');
  return ready ? { kind: 'execute', task: ready } : { kind: 'create' };
}

function kindOf(session: SessionView | undefined): 'wait' | 'watch' | 'answer' {
  if (session?.status === 'waiting') return 'answer';
  return session && ['running', 'stopping'].includes(session.status) ? 'watch' : 'wait';
}
