import { fact, reject, type NewFact, type Rejected } from '@podium/event-sourcing';
import type { RecordedFact } from '@podium/proto';
import type { AddComment, DeleteComment, EditComment, RestoreComment } from './commands.ts';
import { taskNotFound } from './refusals.ts';
import type { TaskState } from './task.ts';

type Decision = readonly NewFact[] | Rejected;

/** A comment as far as decisions about it need to know it. A deleted one is kept, so that it can be restored. */
export interface Comment {
  /** As an actor. */
  readonly author: string;
  readonly text: string;
  /** RFC 3339. */
  readonly createdAt: string;
  readonly editedAt: string | undefined;
  readonly isDeleted: boolean;
}

/** Folds one fact into the comments of a task; undefined where it is about none. */
export function evolveComments(
  comments: ReadonlyMap<string, Comment>,
  fact: RecordedFact,
): ReadonlyMap<string, Comment> | undefined {
  const before = 'commentId' in fact.data ? comments.get(fact.data.commentId) : undefined;
  switch (fact.type) {
    case 'podium.task.v1.CommentAdded': {
      const { commentId, text } = fact.data;
      const comment = { author: fact.actor, text, createdAt: fact.time, editedAt: undefined, isDeleted: false };
      return new Map(comments).set(commentId, comment);
    }
    case 'podium.task.v1.CommentEdited':
      return (
        before && new Map(comments).set(fact.data.commentId, { ...before, text: fact.data.text, editedAt: fact.time })
      );
    case 'podium.task.v1.CommentDeleted':
      return before && new Map(comments).set(fact.data.commentId, { ...before, isDeleted: true });
    case 'podium.task.v1.CommentRestored':
      return before && new Map(comments).set(fact.data.commentId, { ...before, isDeleted: false });
    default:
      return undefined;
  }
}

export function addComment(state: TaskState, { taskId, commentId, text }: AddComment): Decision {
  if (state.kind !== 'live') return taskNotFound();
  if (state.comments.has(commentId)) return reject('comment_exists', 'A comment with this id exists already.');
  const problem = textProblem(text);
  if (problem) return reject('invalid', problem);
  return [fact('podium.task.v1.CommentAdded', { taskId, commentId, ...mentioning(text) })];
}

/** Only the one who wrote a comment changes it. */
export function editComment(state: TaskState, { taskId, commentId, text }: EditComment, actor: string): Decision {
  const comment = commentOf(state, commentId);
  if (!comment || comment.isDeleted) return commentNotFound();
  if (comment.author !== actor) return notYours();
  const problem = textProblem(text);
  if (problem) return reject('invalid', problem);
  if (text.trim() === comment.text) return [];
  return [fact('podium.task.v1.CommentEdited', { taskId, commentId, ...mentioning(text) })];
}

/** Deleting a deleted comment changes nothing. */
export function deleteComment(state: TaskState, { taskId, commentId }: DeleteComment, actor: string): Decision {
  const comment = commentOf(state, commentId);
  if (!comment) return commentNotFound();
  if (comment.author !== actor) return notYours();
  return comment.isDeleted ? [] : [fact('podium.task.v1.CommentDeleted', { taskId, commentId })];
}

export function restoreComment(state: TaskState, { taskId, commentId }: RestoreComment, actor: string): Decision {
  const comment = commentOf(state, commentId);
  if (!comment) return commentNotFound();
  if (comment.author !== actor) return notYours();
  if (!comment.isDeleted) return [];
  const { text, createdAt, editedAt } = comment;
  const times = { createdAt, ...(editedAt === undefined ? {} : { editedAt }) };
  return [fact('podium.task.v1.CommentRestored', { taskId, commentId, ...mentioning(text), ...times })];
}

function commentOf(state: TaskState, commentId: string): Comment | undefined {
  return state.kind === 'live' ? state.comments.get(commentId) : undefined;
}

function textProblem(text: string): string | undefined {
  const { length } = text.trim();
  return length >= 1 && length <= 10_000 ? undefined : 'A comment has 1 to 10,000 characters.';
}

function mentioning(text: string): { text: string; mentions: string[] } {
  return { text: text.trim(), mentions: mentionsIn(text) };
}

/** The names after `@` in a Markdown text, each once; what is code mentions nobody, nor do packages and addresses. */
export function mentionsIn(text: string): string[] {
  const prose = text.replaceAll(/```[\s\S]*?(?:```|$)|`[^`]*`/g, ' ');
  const matches = prose.matchAll(
    /(?<![\p{L}\p{N}_@/.])@([\p{L}\p{N}](?:[\p{L}\p{M}\p{N}_.-]{0,62}[\p{L}\p{M}\p{N}_])?)(?![\p{L}\p{N}_@/])/gu,
  );
  return [...new Set([...matches].map(([, name = '']) => name))];
}

function commentNotFound(): Rejected {
  return reject('comment_not_found', 'There is no such comment.');
}

function notYours(): Rejected {
  return reject('not_yours', 'Only the one who wrote a comment changes or deletes it.');
}
