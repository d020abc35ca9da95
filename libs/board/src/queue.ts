import type { SessionView } from './session-view.ts';
import type { TaskPriorityName, TaskView } from './task-view.ts';
import type { BoardView } from './views.ts';

const minuteMs = 60_000;

/** How much earlier than it came a session counts as having come. Nothing that came later than that overtakes it. */
export const priorityBonusMs: Readonly<Record<TaskPriorityName, number>> = {
  LOW: 0,
  MEDIUM: 10 * minuteMs,
  HIGH: 30 * minuteMs,
  URGENT: 120 * minuteMs,
};

/** What a session's place depends on. */
export type PlacedSession = Pick<SessionView, 'id' | 'queued_at' | 'priority' | 'expedited_position'>;

/**
 * When a session counts as having come, in milliseconds since 1970: it never changes, so whatever comes later ends up
 * behind it sooner or later, and nothing starves.
 */
export function queueTimeMs({ queued_at, priority }: Pick<PlacedSession, 'queued_at' | 'priority'>): number {
  return Date.parse(queued_at) - priorityBonusMs[priority];
}

/** Orders a project's queue: first what people want to run next, in the order of their asking, then by time. */
export function compareInQueue(one: PlacedSession, other: PlacedSession): number {
  const first = (one.expedited_position ?? Infinity) - (other.expedited_position ?? Infinity);
  if (first !== 0 && !Number.isNaN(first)) return first;
  return queueTimeMs(one) - queueTimeMs(other) || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0);
}

/** Where a queued session stands, and what it waits for beside a slot. */
export interface QueuePlace {
  /** 1 is the next one. Sessions that wait for other tasks stand behind all that don't. */
  readonly position: number;
  /** The tasks that have to be done first. */
  readonly blockedBy: readonly string[];
  /** The project's queue is paused. */
  readonly paused: boolean;
  /** The project's budget is used up. */
  readonly overBudget: boolean;
}

/** The part of a board that its queue depends on. */
export interface QueueBoard {
  readonly project: Pick<BoardView['project'], 'queue_paused' | 'budget_status'>;
  readonly tasks: readonly QueueTask[];
  readonly sessions: readonly (PlacedSession & Pick<SessionView, 'status' | 'task_id'>)[];
}

type QueueTask = Pick<TaskView, 'id' | 'status' | 'depends_on' | 'archived_at'>;

/** The places of a project's queued sessions by their ids, in the order of the queue. */
export function queuePositions({ project, tasks, sessions }: QueueBoard): Map<string, QueuePlace> {
  const queued = sessions.filter(({ status }) => status === 'queued').sort(compareInQueue);
  if (queued.length === 0) return new Map();
  const tasksById = new Map(tasks.map((task) => [task.id, task]));
  const places = queued.map(({ id, task_id }) => ({ id, blockedBy: openDependencies(tasksById, task_id) }));
  const inOrder = [
    ...places.filter(({ blockedBy }) => blockedBy.length === 0),
    ...places.filter(({ blockedBy }) => blockedBy.length > 0),
  ];
  const paused = project.queue_paused;
  const overBudget = project.budget_status?.state === 'exceeded';
  return new Map(
    inOrder.map(({ id, blockedBy }, index) => [id, { position: index + 1, blockedBy, paused, overBudget }]),
  );
}

/** What a task still waits for; a dependency that was deleted or put away is none any more. */
function openDependencies(tasks: ReadonlyMap<string, QueueTask>, taskId: string): string[] {
  const dependencies = tasks.get(taskId)?.depends_on ?? [];
  return dependencies.filter((id) => {
    const dependency = tasks.get(id);
    return dependency !== undefined && dependency.archived_at === null && dependency.status !== 'DONE';
  });
}
