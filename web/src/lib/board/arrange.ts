import { inboxOf, taskPriorityNames, taskStatusNames, type TaskStatusName } from '@podium/board';
import type { BoardQuery, Grouping, Sorting } from './board-query.ts';
import type { Hold } from './hold.ts';
import { putAt, type ShownBoard, type ShownTask } from './intents.ts';

/** Above cards that have something in common. */
export interface Heading {
  kind: 'heading';
  key: string;
  /** What they have in common; a name alone could be a label, too. */
  by: 'status' | Exclude<Grouping, 'none'>;
  /** Of what they have in common: a status, a priority, an actor or a label; empty for those that have none. */
  label: string;
  count: number;
}

/** What a column or a list shows, top to bottom. */
export type Row = Heading | { kind: 'card'; key: string; task: ShownTask };

/** One column. */
export interface Lane {
  status: TaskStatusName;
  rows: readonly Row[];
  /** Its shown cards, in the order of the rows. */
  taskIds: readonly string[];
  /** Without the filters. */
  totalCount: number;
}

export interface Arrangement {
  lanes: readonly Lane[];
  /** How many cards fit the filters, of how many. */
  matchCount: number;
  totalCount: number;
}

/**
 * Puts a board's cards into columns, as the query wants them.
 *
 * @param me who looks at it, `user:<id>`; absent while that is not known
 * @param hold what the keyboard holds: shown where it would land, whatever the filters are
 */
export function arrange(board: ShownBoard, query: BoardQuery, me?: string, hold: Hold | null = null): Arrangement {
  const waiting = query.waitsForMe ? new Set(inboxOf(board, me).map((item) => item.task_id)) : null;
  const byStatus = new Map<TaskStatusName, { matches: ShownTask[]; totalCount: number }>(
    taskStatusNames.map((status) => [status, { matches: [], totalCount: 0 }]),
  );
  const words = wordsOf(query.text);
  let matchCount = 0;
  const held = new Set(hold?.place ? hold.taskIds : []);
  for (const task of withHold(board.tasks, held, hold)) {
    const isHeld = held.has(task.id);
    const lane = byStatus.get(isHeld && hold?.place ? hold.place.status : task.status);
    if (!lane) continue;
    lane.totalCount += 1;
    if (!isHeld && !fits(task, query, words, waiting)) continue;
    lane.matches.push(task);
    matchCount += 1;
  }
  const lanes = [...byStatus].map(([status, { matches, totalCount }]) => {
    const rows = groupRows(sortTasks(matches, query), query.group);
    const taskIds = rows.flatMap((row) => (row.kind === 'card' ? row.task.id : []));
    return { status, rows, taskIds, totalCount };
  });
  return { lanes, matchCount, totalCount: board.tasks.length };
}

function withHold(tasks: readonly ShownTask[], held: ReadonlySet<string>, hold: Hold | null): readonly ShownTask[] {
  if (!hold?.place) return tasks;
  const { status, afterId } = hold.place;
  const moved = tasks.filter((task) => held.has(task.id));
  return putAt(tasks, moved, status, afterId === undefined ? undefined : { afterId });
}

/** @param waiting the tasks that the inbox has; null where that doesn't matter */
function fits(
  task: ShownTask,
  query: BoardQuery,
  words: readonly string[],
  waiting: ReadonlySet<string> | null,
): boolean {
  if (query.priorities.length > 0 && !query.priorities.includes(task.priority)) return false;
  if (query.statuses.length > 0 && !query.statuses.includes(task.status)) return false;
  if (query.assignees.length > 0 && !query.assignees.includes(task.assignee ?? 'none')) return false;
  if (query.labels.length > 0 && !query.labels.some((label) => task.labels.includes(label))) return false;
  if (query.hasFailure && !task.failure) return false;
  if (waiting && !waiting.has(task.id)) return false;
  if (words.length === 0) return true;
  const text = searchedText(task);
  return words.every((word) => text.includes(word));
}

function wordsOf(text: string): string[] {
  return searchable(text).split(/\s+/).filter(Boolean);
}

/** Signs with accents and wide letters can be written in several ways. */
function searchable(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

const searched = new WeakMap<ShownTask, string>();

/** Tasks are immutable, so that each is put into lower case once and not with every key. */
function searchedText(task: ShownTask): string {
  const known = searched.get(task);
  if (known !== undefined) return known;
  const text = searchable(`${task.title}\n${task.description}\n${task.labels.join('\n')}`);
  searched.set(task, text);
  return text;
}

type Compare = (a: ShownTask, b: ShownTask) => number;

const text = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const compares: Record<Exclude<Sorting, 'manual'>, Compare> = {
  priority: (a, b) => taskPriorityNames.indexOf(b.priority) - taskPriorityNames.indexOf(a.priority),
  due: (a, b) => text(a.due_on ?? '', b.due_on ?? ''),
  updated: (a, b) => text(b.updated_at, a.updated_at),
  created: (a, b) => text(b.created_at, a.created_at),
  title: (a, b) => alphabet.compare(a.title, b.title),
};

/** As people sort: numbers by their worth, in whatever case and script. */
const alphabet = new Intl.Collator(undefined, { numeric: true });

/** Cards of the same worth stay in the order of their column. */
function sortTasks(tasks: ShownTask[], { sort, reversed }: Pick<BoardQuery, 'sort' | 'reversed'>): ShownTask[] {
  if (sort === 'manual') return tasks;
  const compare = compares[sort];
  const sorted = tasks.toSorted((a, b) => (reversed ? compare(b, a) : compare(a, b)));
  if (sort !== 'due') return sorted;
  // What has no due date comes last, whichever way.
  return [...sorted.filter((task) => task.due_on), ...sorted.filter((task) => !task.due_on)];
}

function groupRows(tasks: readonly ShownTask[], group: Grouping): Row[] {
  if (group === 'none') return tasks.map((task) => ({ kind: 'card', key: task.id, task }));
  const groups = new Map<string, ShownTask[]>();
  for (const task of tasks) {
    const name = groupOf(task, group);
    const members = groups.get(name);
    if (members) members.push(task);
    else groups.set(name, [task]);
  }
  return [...groups]
    .sort(([a], [b]) => groupOrder(group, a) - groupOrder(group, b) || text(a, b))
    .flatMap(([name, members]): Row[] => [
      { kind: 'heading', key: `group ${name}`, by: group, label: name, count: members.length },
      ...members.map((task): Row => ({ kind: 'card', key: task.id, task })),
    ]);
}

/** A card stands in one place only, below the first of its labels: else it could not be moved or focused as one. */
function groupOf(task: ShownTask, group: Exclude<Grouping, 'none'>): string {
  switch (group) {
    case 'priority':
      return task.priority;
    case 'assignee':
      return task.assignee ?? '';
    case 'label':
      return task.labels[0] ?? '';
  }
}

/** The urgent ones first; what belongs to no group last. */
function groupOrder(group: Grouping, name: string): number {
  if (name === '') return 1;
  return group === 'priority' ? -1 - taskPriorityNames.indexOf(name as (typeof taskPriorityNames)[number]) : 0;
}
