import { taskPriorityNames, taskStatusNames, type TaskPriorityName, type TaskStatusName } from '@podium/board';

export const layouts = ['board', 'list'] as const;
export const groupings = ['none', 'priority', 'assignee', 'label'] as const;
export const sortings = ['manual', 'priority', 'due', 'updated', 'created', 'title'] as const;

export type Layout = (typeof layouts)[number];
export type Grouping = (typeof groupings)[number];
export type Sorting = (typeof sortings)[number];

/** How one looks at a board: what is left out, how the rest is put together. It is the query of the board's address. */
export interface BoardQuery {
  layout: Layout;
  /** Words; each of them has to occur. */
  text: string;
  labels: readonly string[];
  priorities: readonly TaskPriorityName[];
  /** Actors; `none` stands for nobody. */
  assignees: readonly string[];
  statuses: readonly TaskStatusName[];
  hasFailure: boolean;
  waitsForMe: boolean;
  /** The cards that were put away, instead of those on the board. */
  archived: boolean;
  group: Grouping;
  sort: Sorting;
  /** Sorted the other way around; cards without a due date still come last. */
  reversed: boolean;
}

export const everything: BoardQuery = {
  layout: 'board',
  text: '',
  labels: [],
  priorities: [],
  assignees: [],
  statuses: [],
  hasFailure: false,
  waitsForMe: false,
  archived: false,
  group: 'none',
  sort: 'manual',
  reversed: false,
};

/** The names that `boardParams` writes; other parts of the address are none of its business. */
export const boardParamNames = [
  'layout',
  'text',
  'label',
  'priority',
  'assignee',
  'status',
  'has_failure',
  'waits_for_me',
  'archived',
  'group',
  'sort',
  'reversed',
] as const;

/** Reads an address. What it doesn't know reads as if it were absent. */
export function parseBoardQuery(params: Pick<URLSearchParams, 'get' | 'getAll'>): BoardQuery {
  return {
    layout: oneOf(layouts, params.get('layout')) ?? 'board',
    text: params.get('text') ?? '',
    labels: distinct(params.getAll('label')),
    priorities: known(taskPriorityNames, params.getAll('priority')),
    assignees: distinct(params.getAll('assignee')),
    statuses: known(taskStatusNames, params.getAll('status')),
    hasFailure: params.get('has_failure') === 'true',
    waitsForMe: params.get('waits_for_me') === 'true',
    archived: params.get('archived') === 'true',
    group: oneOf(groupings, params.get('group')) ?? 'none',
    sort: oneOf(sortings, params.get('sort')) ?? 'manual',
    reversed: params.get('reversed') === 'true',
  };
}

/** The query as parts of an address; what is as usual is left out. */
export function boardParams(query: BoardQuery): URLSearchParams {
  const params = new URLSearchParams();
  if (query.layout !== 'board') params.set('layout', query.layout);
  if (query.text) params.set('text', query.text);
  for (const label of query.labels) params.append('label', label);
  for (const priority of query.priorities) params.append('priority', priority);
  for (const assignee of query.assignees) params.append('assignee', assignee);
  for (const status of query.statuses) params.append('status', status);
  if (query.hasFailure) params.set('has_failure', 'true');
  if (query.waitsForMe) params.set('waits_for_me', 'true');
  if (query.archived) params.set('archived', 'true');
  if (query.group !== 'none') params.set('group', query.group);
  if (query.sort !== 'manual') params.set('sort', query.sort);
  if (query.reversed) params.set('reversed', 'true');
  return params;
}

/** How many filters are set, the text aside. */
export function filterCount(query: BoardQuery): number {
  const { labels, priorities, assignees, statuses, hasFailure, waitsForMe, archived } = query;
  const chosen = labels.length + priorities.length + assignees.length + statuses.length;
  return chosen + Number(hasFailure) + Number(waitsForMe) + Number(archived);
}

export function isFiltered(query: BoardQuery): boolean {
  return query.text.trim() !== '' || filterCount(query) > 0;
}

/** Whether cards have a place of their own: not where they are sorted or grouped. */
export function isOrdered({ sort, group }: BoardQuery): boolean {
  return sort === 'manual' && group === 'none';
}

/** The same look without anything left out. */
export function withoutFilters({ layout, group, sort, reversed }: BoardQuery): BoardQuery {
  return { ...everything, layout, group, sort, reversed };
}

/** Whether two looks show the same; in which order filters were set doesn't matter. */
export function isSameLook(one: BoardQuery, other: BoardQuery): boolean {
  const [a, b] = [one, other].map((query) =>
    boardParams({ ...query, labels: query.labels.toSorted(), assignees: query.assignees.toSorted() }).toString(),
  );
  return a === b;
}

/** Puts a value into a filter, or takes it out where it is in. */
export function toggled<T>(values: readonly T[], value: T): readonly T[] {
  return values.includes(value) ? values.filter((other) => other !== value) : [...values, value];
}

function oneOf<T extends string>(names: readonly T[], value: string | null): T | undefined {
  return names.find((name) => name === value);
}

function known<T extends string>(names: readonly T[], values: readonly string[]): T[] {
  return names.filter((name) => values.includes(name));
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values.filter(Boolean))];
}
