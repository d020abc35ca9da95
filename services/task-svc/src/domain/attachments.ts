import { fact, reject, type NewFact, type Rejected } from '@podium/event-sourcing';
import type { AddAttachment, RemoveAttachment } from './commands.ts';
import { taskNotFound } from './refusals.ts';
import type { TaskState } from './task.ts';

type Decision = readonly NewFact[] | Rejected;

export const maxAttachments = 50;

/** Attaching what is attached changes nothing. */
export function addAttachment(state: TaskState, { taskId, attachment }: AddAttachment): Decision {
  if (state.kind !== 'live') return taskNotFound();
  if (!attachment) return reject('invalid', 'It is not said which file to attach.');
  if (state.attachments.some(({ attachmentId }) => attachmentId === attachment.attachmentId)) return [];
  if (state.attachments.length >= maxAttachments) {
    return reject('too_many_attachments', `A task may have up to ${maxAttachments} attachments.`);
  }
  return [fact('podium.task.v1.TaskAttachmentAdded', { taskId, attachment })];
}

/** Taking off what is not attached changes nothing. */
export function removeAttachment(state: TaskState, { taskId, attachmentId }: RemoveAttachment): Decision {
  if (state.kind !== 'live') return taskNotFound();
  if (!state.attachments.some((attachment) => attachment.attachmentId === attachmentId)) return [];
  return [fact('podium.task.v1.TaskAttachmentRemoved', { taskId, attachmentId })];
}
