import type { MessageTypes, RecordedFact } from '@podium/proto';
import type { StoryDetail } from './story-types.ts';
import { presentProperties } from './task-properties.ts';

/** How much of a comment a sentence has. */
const quoteLength = 120;

/** What happened to what belongs to a task, in one sentence; undefined for other facts. */
export function taskBelongingsSentence(fact: RecordedFact, who: string): string | undefined {
  switch (fact.type) {
    case 'podium.task.v1.TaskArchived':
      return `${who} archived the task`;
    case 'podium.task.v1.TaskUnarchived':
      return `${who} put the task back on the board`;
    case 'podium.task.v1.TaskRestored':
      return `${who} restored the deleted task`;
    case 'podium.task.v1.TaskDependencyAdded':
      return `${who} made the task wait for another one`;
    case 'podium.task.v1.TaskDependencyRemoved':
      return `${who} let the task not wait for another one any more`;
    case 'podium.task.v1.CommentAdded':
      return `${who} commented: ${quote(fact.data.text)}`;
    case 'podium.task.v1.CommentEdited':
      return `${who} edited a comment: ${quote(fact.data.text)}`;
    case 'podium.task.v1.CommentDeleted':
      return `${who} deleted a comment`;
    case 'podium.task.v1.CommentRestored':
      return `${who} restored a comment`;
    case 'podium.task.v1.TaskAttachmentAdded':
      return `${who} attached “${fact.data.attachment?.name ?? 'a file'}”`;
    case 'podium.task.v1.TaskAttachmentRemoved':
      return `${who} took a file off the task`;
    default:
      return undefined;
  }
}

/** What happened to a project's board, in one sentence; undefined for other facts. */
export function boardSettingsSentence(fact: RecordedFact, who: string): string | undefined {
  switch (fact.type) {
    case 'podium.project.v1.TemplateSaved':
      return `${who} saved the template “${fact.data.template?.name ?? fact.data.projectId}”`;
    case 'podium.project.v1.TemplateDeleted':
      return `${who} deleted a template`;
    case 'podium.project.v1.ViewSaved':
      return `${who} saved the view “${fact.data.view?.name ?? fact.data.projectId}”`;
    case 'podium.project.v1.ViewDeleted':
      return `${who} deleted a saved view`;
    default:
      return undefined;
  }
}

type Edited = MessageTypes['podium.task.v1.TaskEdited'];

/** What someone changed of a task, in one sentence. */
export function editSentence({ title, description, priority, properties }: Edited, who: string): string {
  const changes = [
    ...(title === undefined ? [] : [`renamed the task to “${title}”`]),
    ...(description === undefined ? [] : ['changed the description']),
    ...(priority ? ['changed the priority'] : []),
    ...propertyChanges(properties),
  ];
  return `${who} ${changes.length > 0 ? inWords(changes) : 'edited the task'}`;
}

function propertyChanges(properties: Edited['properties']): string[] {
  const { labels, assignee, due_on: dueOn, auto_start: autoStart, checklist } = presentProperties(properties);
  return [
    ...(labels ? [labels.length > 0 ? `labelled it ${labels.join(', ')}` : 'took all labels off'] : []),
    ...(assignee === undefined
      ? []
      : [assignee === null ? 'assigned it to nobody' : `assigned it to ${assignee.replace(/^user:/, '')}`]),
    ...(dueOn === undefined ? [] : [dueOn === null ? 'removed the due date' : `set the due date to ${dueOn}`]),
    ...(autoStart === undefined
      ? []
      : [autoStart ? 'let it start by itself once what it waits for is done' : 'let it not start by itself any more']),
    ...(checklist
      ? [`changed the checklist (${checklist.filter(({ done }) => done).length} of ${checklist.length} done)`]
      : []),
  ];
}

function inWords(changes: readonly string[]): string {
  return changes.length < 2 ? changes.join('') : `${changes.slice(0, -1).join(', ')} and ${changes.at(-1) ?? ''}`;
}

/** What is worth knowing of such a fact beside its sentence; undefined for other facts. */
export function taskBelongingsDetails(fact: RecordedFact): Record<string, StoryDetail | undefined> | undefined {
  switch (fact.type) {
    case 'podium.task.v1.TaskDependencyAdded':
    case 'podium.task.v1.TaskDependencyRemoved':
      return { depends_on: fact.data.dependsOnTaskId };
    case 'podium.task.v1.CommentAdded':
    case 'podium.task.v1.CommentEdited':
    case 'podium.task.v1.CommentDeleted':
    case 'podium.task.v1.CommentRestored':
      return { comment_id: fact.data.commentId };
    case 'podium.task.v1.TaskAttachmentAdded': {
      const { attachment } = fact.data;
      return attachment && { attachment_id: attachment.attachmentId, size_bytes: attachment.sizeBytes };
    }
    case 'podium.task.v1.TaskAttachmentRemoved':
      return { attachment_id: fact.data.attachmentId };
    default:
      return undefined;
  }
}

/** What someone wants who sends a request about what belongs to a task or a board. */
export const taskWishes: Readonly<Record<string, string>> = {
  TaskArchiveRequested: 'archive the task',
  TaskUnarchiveRequested: 'put the task back on the board',
  TaskRestoreRequested: 'restore the task',
  TaskChecklistItemEditRequested: 'change the checklist',
  TaskDependencyAddRequested: 'make the task wait for another one',
  TaskDependencyRemoveRequested: 'let the task not wait for another one',
  CommentAddRequested: 'comment on the task',
  CommentEditRequested: 'edit a comment',
  CommentDeleteRequested: 'delete a comment',
  CommentRestoreRequested: 'restore a comment',
  TaskAttachmentAddRequested: 'attach a file',
  TaskAttachmentRemoveRequested: 'take a file off the task',
  TemplateSaveRequested: 'save a template',
  TemplateDeleteRequested: 'delete a template',
  ViewSaveRequested: 'save a view',
  ViewDeleteRequested: 'delete a saved view',
};

function quote(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return `“${line.length > quoteLength ? `${line.slice(0, quoteLength)}…` : line}”`;
}
