import { projectIdOf, type RecordedFact } from '@podium/proto';
import type { CommentView } from './task-view.ts';

/** The comment that a fact is about; null for any other fact. */
export function commentIdOf(fact: RecordedFact): string | null {
  return 'commentId' in fact.data ? fact.data.commentId : null;
}

/** Folds one fact into a comment; null where there is none (yet, or any more). */
export function foldComment(comment: CommentView | null, fact: RecordedFact): CommentView | null {
  switch (fact.type) {
    case 'podium.task.v1.CommentAdded':
    case 'podium.task.v1.CommentRestored': {
      const { commentId, taskId, text, mentions } = fact.data;
      const isRestored = fact.type === 'podium.task.v1.CommentRestored';
      return {
        id: commentId,
        project_id: projectIdOf(fact),
        task_id: taskId,
        text,
        mentions: [...mentions],
        // Only their own writers bring comments back.
        author: fact.actor,
        created_at: isRestored ? fact.data.createdAt : fact.time,
        edited_at: isRestored ? (fact.data.editedAt ?? null) : null,
        position: fact.position,
      };
    }
    case 'podium.task.v1.CommentEdited': {
      const { text, mentions } = fact.data;
      return comment && { ...comment, text, mentions: [...mentions], edited_at: fact.time, position: fact.position };
    }
    case 'podium.task.v1.CommentDeleted':
      return null;
    default:
      return comment;
  }
}

/**
 * Folds one fact into the comments of a task, oldest first; the same array where it changes nothing. Facts that the
 * list already contains may be folded again.
 */
export function foldComments(
  comments: readonly CommentView[],
  taskId: string,
  fact: RecordedFact,
): readonly CommentView[] {
  const id = commentIdOf(fact);
  if (id === null || !('taskId' in fact.data) || fact.data.taskId !== taskId) return comments;
  const before = comments.find((comment) => comment.id === id) ?? null;
  if (before && before.position >= fact.position) return comments;
  const after = foldComment(before, fact);
  if (after === before) return comments;
  const others = comments.filter((comment) => comment.id !== id);
  return after ? [...others, after].sort(byTime) : others;
}

function byTime(one: CommentView, other: CommentView): number {
  if (one.created_at !== other.created_at) return one.created_at < other.created_at ? -1 : 1;
  return one.id < other.id ? -1 : 1;
}
