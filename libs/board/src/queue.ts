import type { SessionView } from './session-view.ts';
import { slotUse, unansweredWords, type SlotBoard, type SlotUse } from './slots.ts';
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
  /** Why, in the words of who paused it. */
  readonly pauseReason: string | null;
  /** The project's budget is used up. */
  readonly overBudget: boolean;
  /** Who has the slots that it waits for. */
  readonly use: SlotUse;
}

/** What has to change first, so that a session can begin. */
export type AwaitedName = 'queue' | 'budget' | 'tasks' | 'slot';

/** The part of a board that its queue depends on. */
export interface QueueBoard {
  readonly project: SlotBoard['project'] &
    Pick<BoardView['project'], 'queue_paused' | 'queue_pause_reason' | 'budget_status'>;
  readonly tasks: readonly QueueTask[];
  readonly sessions: readonly (PlacedSession & SlotBoard['sessions'][number])[];
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
  const held = {
    paused: project.queue_paused,
    pauseReason: project.queue_pause_reason,
    overBudget: project.budget_status?.state === 'exceeded',
    use: slotUse({ project, sessions }),
  };
  return new Map(inOrder.map(({ id, blockedBy }, index) => [id, { position: index + 1, blockedBy, ...held }]));
}

/** What a queued session waits for; a slot comes last. */
export function awaitedBy({ paused, overBudget, blockedBy }: QueuePlace): AwaitedName {
  if (paused) return 'queue';
  if (overBudget) return 'budget';
  return blockedBy.length > 0 ? 'tasks' : 'slot';
}

/** Why a queued session has not begun, in one sentence. */
export function waitSentence(place: QueuePlace): string {
  switch (awaitedBy(place)) {
    case 'queue':
      return place.pauseReason ? `The queue is paused: ${place.pauseReason}` : 'The queue is paused.';
    case 'budget':
      return 'The project’s budget is used up; it waits until there is more.';
    case 'tasks':
      return place.blockedBy.length === 1
        ? 'It starts when the task that it waits for is done.'
        : `It starts when the ${place.blockedBy.length} tasks that it waits for are done.`;
    case 'slot':
      return slotSentence(place.use);
  }
}

/** A slot that is free and not given out is one that the limit over all projects has no room for. */
function slotSentence(use: SlotUse): string {
  const { slots, running } = use;
  if (running < slots)
    return 'A slot is free; it starts as soon as the agents of all projects leave room for one more.';
  const unanswered = unansweredWords(use);
  if (unanswered) return `It waits for a slot; ${unanswered}.`;
  return running === 1
    ? 'It waits for a slot; another agent of this project is at work.'
    : `It waits for a slot; ${running} agents of this project are at work.`;
}

/** What a task still waits for; a dependency that was deleted or put away is none any more. */
function openDependencies(tasks: ReadonlyMap<string, QueueTask>, taskId: string): string[] {
  const dependencies = tasks.get(taskId)?.depends_on ?? [];
  return dependencies.filter((id) => {
    const dependency = tasks.get(id);
    return dependency !== undefined && dependency.archived_at === null && dependency.status !== 'DONE';
  });
}
