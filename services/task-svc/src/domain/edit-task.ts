import { fact, reject, type NewFact, type Rejected } from '@podium/event-sourcing';
import type { TaskProperties } from '@podium/proto';
import type { EditTask } from './commands.ts';
import { normalised, propertiesProblem, sameChecklist, sameList } from './properties.ts';
import { taskNotFound } from './refusals.ts';
import { descriptionProblem, titleProblem } from './rules.ts';
import { editableFields, type EditableField, type LiveTask, type TaskState } from './task.ts';

type Decision = readonly NewFact[] | Rejected;

/**
 * Only what differs becomes a fact. A property that someone else changed since the person saw it is a conflict; what
 * others did to other properties is none.
 */
export function editTask(state: TaskState, command: EditTask): Decision {
  if (state.kind !== 'live') return taskNotFound();
  const wanted = normalised(command.properties);
  const problem =
    (command.title === undefined ? undefined : titleProblem(command.title)) ??
    descriptionProblem(command.description ?? '') ??
    propertiesProblem(wanted);
  if (problem) return reject('invalid', problem);

  const edit = changedText(state, command);
  const properties = changedProperties(state, wanted);
  const fields = editableFields.filter((field) => field in edit || field in properties);
  if (fields.length === 0) return [];
  const unexpected = unexpectedFields(state, command);
  const stale = editableFields.filter(
    (field) => unexpected.includes(field) || (fields.includes(field) && isStale(state, field, command.seenVersion)),
  );
  if (stale.length > 0) {
    const names = stale.map((field) => fieldNames[field]).join(' and ');
    return reject('stale_edit', `Someone else changed the ${names} since you opened this task. Look at it first.`);
  }
  const isPlain = Object.keys(properties).length === 0;
  return [fact('podium.task.v1.TaskEdited', { taskId: command.taskId, ...edit, ...(isPlain ? {} : { properties }) })];
}

/** What is not as the one who asks takes it to be. */
function unexpectedFields(task: LiveTask, { expected = {} }: EditTask): EditableField[] {
  const differences = { ...changedText(task, expected), ...changedProperties(task, normalised(expected.properties)) };
  return editableFields.filter((field) => field in differences);
}

function isStale(task: LiveTask, field: EditableField, seenVersion: number): boolean {
  return seenVersion > 0 && (task.editedAtVersions[field] ?? 0) > seenVersion;
}

function changedText(
  task: LiveTask,
  { title, description, priority }: Pick<EditTask, 'title' | 'description' | 'priority'>,
): Partial<Pick<LiveTask, 'title' | 'description' | 'priority'>> {
  return {
    ...changed('title', title?.trim(), task.title),
    ...changed('description', description, task.description),
    ...changed('priority', priority, task.priority),
  };
}

function changedProperties({ properties: now }: LiveTask, wanted: TaskProperties): TaskProperties {
  const { labels, assignee, dueOn, autoStart, checklist } = wanted;
  return {
    ...(labels && !sameList(labels.names, now.labels) ? { labels } : {}),
    ...changed('assignee', assignee, now.assignee ?? ''),
    ...changed('dueOn', dueOn, now.dueOn ?? ''),
    ...changed('autoStart', autoStart, now.autoStart),
    ...(checklist && !sameChecklist(checklist.items, now.checklist) ? { checklist } : {}),
  };
}

/** The member of that name with what was asked, where it was asked and differs. */
function changed<Name extends string, T>(name: Name, asked: T | undefined, current: T): { [N in Name]?: T } {
  return asked === undefined || asked === current ? {} : ({ [name]: asked } as { [N in Name]: T });
}

const fieldNames: Record<EditableField, string> = {
  title: 'title',
  description: 'description',
  priority: 'priority',
  labels: 'labels',
  assignee: 'assignee',
  dueOn: 'due date',
  autoStart: 'automatic start',
  checklist: 'checklist',
};
