import type { ChecklistItem, TaskProperties } from '@podium/proto';

/** What a task has beside its text and urgency; nothing absent. */
export interface Properties {
  readonly labels: readonly string[];
  /** An actor; null where nobody does it. */
  readonly assignee: string | null;
  /** `YYYY-MM-DD`. */
  readonly dueOn: string | null;
  readonly autoStart: boolean;
  readonly checklist: readonly ChecklistItem[];
}

export const noProperties: Properties = { labels: [], assignee: null, dueOn: null, autoStart: false, checklist: [] };

const maxLabels = 20;
const maxChecklistItems = 100;

/** The properties after those that are present were set. */
export function withProperties(before: Properties, change: TaskProperties | undefined): Properties {
  if (!change) return before;
  return {
    labels: change.labels?.names ?? before.labels,
    assignee: change.assignee === undefined ? before.assignee : change.assignee || null,
    dueOn: change.dueOn === undefined ? before.dueOn : change.dueOn || null,
    autoStart: change.autoStart ?? before.autoStart,
    checklist: change.checklist?.items ?? before.checklist,
  };
}

/** The same properties as they are written into a fact. */
export function propertiesOf({ labels, assignee, dueOn, autoStart, checklist }: Properties): TaskProperties {
  return {
    labels: { names: [...labels] },
    assignee: assignee ?? '',
    dueOn: dueOn ?? '',
    autoStart,
    checklist: { items: checklist.map((item) => ({ ...item })) },
  };
}

/** Without spaces around texts and in rows, and labels only once: the first spelling counts. */
export function normalised(properties: TaskProperties | undefined): TaskProperties {
  if (!properties) return {};
  const { labels, checklist, assignee, dueOn, autoStart } = properties;
  return {
    ...(labels ? { labels: { names: distinct(labels.names.map(singleSpaced)) } } : {}),
    ...(assignee === undefined ? {} : { assignee }),
    ...(dueOn === undefined ? {} : { dueOn }),
    ...(autoStart === undefined ? {} : { autoStart }),
    ...(checklist
      ? { checklist: { items: checklist.items.map((item) => ({ ...item, text: item.text.trim() })) } }
      : {}),
  };
}

function singleSpaced(label: string): string {
  return label.normalize('NFC').trim().replaceAll(/\s+/g, ' ');
}

function distinct(labels: readonly string[]): string[] {
  const first = new Map<string, string>();
  for (const label of labels) if (!first.has(label.toLowerCase())) first.set(label.toLowerCase(), label);
  return [...first.values()];
}

/** What is wrong with normalised properties, as a sentence for a person; undefined where they are fine. */
export function propertiesProblem({ labels, assignee, dueOn, checklist }: TaskProperties): string | undefined {
  return (
    (labels && labelsProblem(labels.names)) ??
    (assignee ? assigneeProblem(assignee) : undefined) ??
    (dueOn ? dateProblem(dueOn) : undefined) ??
    (checklist && checklistProblem(checklist.items))
  );
}

function labelsProblem(labels: readonly string[]): string | undefined {
  if (labels.length > maxLabels) return `A task may have up to ${maxLabels} labels.`;
  const isWrong = labels.some((label) => label.length < 1 || label.length > 50);
  return isWrong ? 'A label has 1 to 50 characters.' : undefined;
}

function assigneeProblem(assignee: string): string | undefined {
  return /^user:[\x21-\x7e]{1,100}$/.test(assignee) ? undefined : 'A task is assigned to a person: user:<id>.';
}

const thirtyDayMonths = new Set([4, 6, 9, 11]);

/** A day that the Gregorian calendar has. */
export function dateProblem(date: string): string | undefined {
  const problem = 'A due date is a day of the calendar: YYYY-MM-DD.';
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date)?.slice(1).map(Number);
  if (!parts) return problem;
  const [year = 0, month = 0, day = 0] = parts;
  const isLeapYear = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = month === 2 ? (isLeapYear ? 29 : 28) : thirtyDayMonths.has(month) ? 30 : 31;
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= days ? undefined : problem;
}

/** Steps of a task. */
export function checklistProblem(items: readonly ChecklistItem[]): string | undefined {
  if (items.length > maxChecklistItems) return `A checklist may have up to ${maxChecklistItems} items.`;
  if (items.some(({ text }) => text.length < 1 || text.length > 500)) return 'An item has 1 to 500 characters.';
  if (items.some(({ itemId }) => !/^[a-z0-9-]{1,64}$/.test(itemId))) {
    return 'The id of an item has 1 to 64 lower-case letters, digits and hyphens.';
  }
  const ids = new Set(items.map(({ itemId }) => itemId));
  return ids.size < items.length ? 'Two items of a checklist must not have the same id.' : undefined;
}

export function sameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((item, index) => item === other[index]);
}

export function sameChecklist(one: readonly ChecklistItem[], other: readonly ChecklistItem[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ itemId, text, done }, index) => {
      const counterpart = other[index];
      return itemId === counterpart?.itemId && text === counterpart.text && done === counterpart.done;
    })
  );
}
