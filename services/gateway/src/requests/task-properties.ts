import type { TaskView } from '@podium/board';
import { derivedId } from '@podium/event-sourcing';
import {
  TaskPriority,
  type Attachment,
  type ChecklistItem,
  type MessageTypes,
  type TaskProperties,
} from '@podium/proto';
import type { z } from 'zod';
import { present } from '../api/present.ts';
import type { editTaskSchema, PropertiesBody } from '../api/schemas/tasks.ts';
import type { Intent } from './intent.ts';

type EditBody = Omit<z.infer<typeof editTaskSchema>, 'seen_version' | 'expected'>;

/** Properties as a request has them; undefined where the body has none. */
export function propertiesOf(body: PropertiesBody, intent: Intent): TaskProperties | undefined {
  const { labels, assignee, due_on: dueOn, auto_start: autoStart, checklist } = body;
  const properties = present<TaskProperties>({
    labels: labels && { names: labels },
    assignee: assignee === undefined ? undefined : (assignee ?? ''),
    dueOn: dueOn === undefined ? undefined : (dueOn ?? ''),
    autoStart,
    checklist: checklist && { items: checklist.map((item, index) => checklistItem(item, index, intent)) },
  });
  return Object.keys(properties).length > 0 ? properties : undefined;
}

/** What an edit says of a task, as a request has it. */
export function editOf(
  { title, description, priority, ...rest }: EditBody,
  intent: Intent,
): NonNullable<MessageTypes['podium.task.v1.TaskEditRequested']['expected']> {
  const urgency = priority && TaskPriority[priority];
  return present({ title, description, priority: urgency, properties: propertiesOf(rest, intent) });
}

/** What a copy of a task begins with: everything but its history, its comments and what it waits for. */
export function copiedProperties(task: TaskView): TaskProperties {
  return {
    labels: { names: task.labels },
    assignee: task.assignee ?? '',
    dueOn: task.due_on ?? '',
    autoStart: false,
    checklist: { items: task.checklist.map(({ id, text }) => ({ itemId: id, text, done: false })) },
  };
}

/** The same files: their bytes are there once. */
export function copiedAttachments(task: TaskView): { items: Attachment[] } {
  return {
    items: task.attachments.map(({ id, name, content_type, size_bytes }) => ({
      attachmentId: id,
      name,
      contentType: content_type,
      sizeBytes: size_bytes,
    })),
  };
}

type ItemBody = NonNullable<PropertiesBody['checklist']>[number];

function checklistItem({ id, text, done }: ItemBody, index: number, { requestId }: Intent): ChecklistItem {
  return { itemId: id ?? derivedId(requestId, 'checklist-item', index), text, done };
}
