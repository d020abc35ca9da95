import type { MessageTypes } from '@podium/proto';
import type { AttachmentView, ChecklistItemView, TaskView } from './task-view.ts';

type TaskCreated = MessageTypes['podium.task.v1.TaskCreated'];
type Properties = NonNullable<TaskCreated['properties']>;
type Attachment = NonNullable<TaskCreated['attachments']>['items'][number];

/** What a task has beside its text and urgency, as people see it. */
export type PropertiesView = Pick<TaskView, 'labels' | 'assignee' | 'due_on' | 'auto_start' | 'checklist'>;

/** What a task has that nothing was said of, like those of old facts. */
export const noProperties: Readonly<PropertiesView> = Object.freeze({
  labels: [],
  assignee: null,
  due_on: null,
  auto_start: false,
  checklist: [],
});

/** The properties that are present, as people see them. */
export function presentProperties(properties: Properties | undefined): Partial<PropertiesView> {
  if (!properties) return {};
  const { labels, assignee, dueOn, autoStart, checklist } = properties;
  return {
    ...(labels ? { labels: [...labels.names] } : {}),
    ...(assignee === undefined ? {} : { assignee: assignee || null }),
    ...(dueOn === undefined ? {} : { due_on: dueOn || null }),
    ...(autoStart === undefined ? {} : { auto_start: autoStart }),
    ...(checklist ? { checklist: checklist.items.map(itemView) } : {}),
  };
}

/** A file of a task. @param added with which fact, where the file itself does not say it */
export function attachmentView(
  { attachmentId, name, contentType, sizeBytes, addedAt, addedBy }: Attachment,
  added: { readonly time: string; readonly actor: string },
): AttachmentView {
  return {
    id: attachmentId,
    name,
    content_type: contentType,
    size_bytes: sizeBytes,
    added_at: addedAt ?? added.time,
    added_by: addedBy ?? added.actor,
  };
}

function itemView({ itemId, text, done }: NonNullable<Properties['checklist']>['items'][number]): ChecklistItemView {
  return { id: itemId, text, done };
}
