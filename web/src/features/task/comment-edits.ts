import type { CommentView } from '@podium/board';

/** A comment that is being written anew. */
export interface CommentEdit {
  /** As it was when the person began. */
  began: CommentView;
  text: string;
}

export type CommentEdits = Readonly<Record<string, CommentEdit>>;

export interface ShownComment {
  comment: CommentView;
  edit: CommentEdit | null;
  /** It was deleted while it was being written. */
  gone: boolean;
}

/** The comments with what is written of them; one that is deleted meanwhile stays until the person has decided. */
export function shownComments(comments: readonly CommentView[], edits: CommentEdits): ShownComment[] {
  const ids = new Set(comments.map(({ id }) => id));
  const gone = Object.values(edits).filter(({ began }) => !ids.has(began.id));
  return [
    ...comments.map((comment): ShownComment => ({ comment, edit: edits[comment.id] ?? null, gone: false })),
    ...gone.map((edit): ShownComment => ({ comment: edit.began, edit, gone: true })),
  ].sort((a, b) => a.comment.created_at.localeCompare(b.comment.created_at));
}
