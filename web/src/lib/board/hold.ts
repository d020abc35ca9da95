import { taskStatusNames, type TaskStatusName } from '@podium/board';
import type { Lane } from './arrange.ts';
import { placeBehind } from './drop-place.ts';
import type { ShownTask } from './intents.ts';
import { refusalOf, statusLabels } from './statuses.ts';

/** Cards that were lifted with the keyboard and are not put down yet. Nobody else sees that. */
export interface Hold {
  /** The one that has the focus. */
  taskId: string;
  /** All that are held, in the order of the board. */
  taskIds: readonly string[];
  /** The column that the focused one was lifted from. */
  from: TaskStatusName;
  /** Where they would land; null while they are where they were. */
  place: HeldPlace | null;
  /** Why the last key did nothing, or what it passed over. */
  notice: string | null;
}

export interface HeldPlace {
  status: TaskStatusName;
  /** Behind which card, null: first of all. Absent where cards have no place of their own. */
  afterId?: string | null;
}

/** What a hold is moved over. */
export interface Ground {
  /** As they are shown, with the held cards where they would land. */
  lanes: readonly Lane[];
  /** The whole board in the order of its columns, without the hold. */
  tasks: readonly ShownTask[];
  find: (taskId: string) => ShownTask | undefined;
  /** Whether cards have a place of their own: not where they are sorted or grouped. */
  ordered: boolean;
}

/** Columns to the right, rows down; infinite for as far as it goes. */
export interface Step {
  columns: number;
  rows: number;
}

export interface Stepped {
  hold: Hold;
  /** Where the held cards would land by now, for people; null where the step did nothing. */
  words: string | null;
}

export const noPlaceWords = 'Cards that are sorted or grouped have no place of their own.';

/** One step of what is held. An illegal one leaves it where it is and says why. */
export function stepHold(hold: Hold, step: Step, ground: Ground): Stepped {
  return step.rows === 0 ? stepColumn(hold, step.columns, ground) : stepRow(hold, step.rows, ground);
}

function stepRow(hold: Hold, by: number, ground: Ground): Stepped {
  if (!ground.ordered) return stay(hold, noPlaceWords);
  const { status, others, row } = whereabouts(hold, ground);
  const next = Math.max(0, Math.min(others.length, row + by));
  if (next === row) return stay(hold, by > 0 ? 'There is no card below it.' : 'There is no card above it.');
  return land(hold, { status, row: next }, ground, null);
}

function stepColumn(hold: Hold, by: number, ground: Ground): Stepped {
  const { status, row } = whereabouts(hold, ground);
  const at = taskStatusNames.indexOf(status);
  const ahead = by > 0 ? taskStatusNames.slice(at + 1) : taskStatusNames.slice(0, at).reverse();
  const steps = ahead.findIndex((candidate) => refusalOfHold(hold, candidate, ground.find) === null);
  const next = ahead[steps];
  if (!next) return stay(hold, refusalAhead(hold, ahead[0], by, ground));
  const passed = ahead.slice(0, steps).map((name) => statusLabels[name]);
  const notice = passed.length === 0 ? null : `It may not go to ${passed.join(' or ')}.`;
  return land(hold, { status: next, row }, ground, notice);
}

/** Why not all that is held may go to a column; null where it may. */
export function refusalOfHold(
  { taskIds }: Pick<Hold, 'taskIds'>,
  status: TaskStatusName,
  find: Ground['find'],
): string | null {
  return taskIds.reduce<string | null>((why, id) => {
    const task = why === null ? find(id) : undefined;
    return task ? refusalOf(task, status) : why;
  }, null);
}

function refusalAhead(hold: Hold, beside: TaskStatusName | undefined, by: number, { find }: Ground): string {
  const why = beside && refusalOfHold(hold, beside, find);
  return why ?? (by > 0 ? 'There is no column to the right.' : 'There is no column to the left.');
}

interface Whereabouts {
  status: TaskStatusName;
  /** The shown cards of that column that are not held. */
  others: readonly string[];
  /** How many of these are above. */
  row: number;
}

function whereabouts(hold: Hold, { lanes }: Ground): Whereabouts {
  const lane = lanes.find(({ taskIds }) => taskIds.includes(hold.taskId));
  const status = hold.place?.status ?? lane?.status ?? hold.from;
  const ids = lane?.taskIds ?? [];
  const held = new Set(hold.taskIds);
  const above = ids.slice(0, Math.max(0, ids.indexOf(hold.taskId)));
  return { status, others: ids.filter((id) => !held.has(id)), row: above.filter((id) => !held.has(id)).length };
}

function land(hold: Hold, to: { status: TaskStatusName; row: number }, ground: Ground, notice: string | null): Stepped {
  const { status } = to;
  if (!ground.ordered) {
    return { hold: { ...hold, place: { status }, notice }, words: spoken([statusLabels[status], notice]) };
  }
  const held = new Set(hold.taskIds);
  const shown = ground.lanes.find((lane) => lane.status === status)?.taskIds ?? [];
  const others = shown.filter((id) => !held.has(id));
  const row = Math.min(to.row, others.length);
  const column = ground.tasks.filter((task) => task.status === status).map((task) => task.id);
  // Cards that a filter hides stay on the side where they are.
  const [first, above] = [others[0], others[row - 1]];
  const target = above
    ? ({ id: above, edge: 'bottom' } as const)
    : first
      ? ({ id: first, edge: 'top' } as const)
      : null;
  const place = { status, afterId: placeBehind(column, hold.taskIds, target) };
  const where = `${statusLabels[status]}, place ${row + 1} of ${others.length + hold.taskIds.length}`;
  return { hold: { ...hold, place, notice }, words: spoken([where, notice]) };
}

function stay(hold: Hold, notice: string): Stepped {
  return { hold: { ...hold, notice }, words: null };
}

function spoken(parts: readonly (string | null)[]): string {
  return parts
    .filter((part) => part !== null)
    .map((part) => (part.endsWith('.') ? part : `${part}.`))
    .join(' ');
}
