'use client';

import { Button } from '@/components/button.tsx';
import { Markdown } from '@/components/markdown.tsx';
import { Ago } from '@/components/times.tsx';
import { useNameOf } from '@/lib/people.ts';
import type { SuggestionSource } from '@/lib/ui/suggestions.ts';
import type { ShownComment } from './comment-edits.ts';
import { CommentForm } from './comment-form.tsx';

export interface CommentActions {
  /** Null leaves the comment as it is. */
  write: (text: string | null) => void;
  save: (text: string) => Promise<void>;
  /** As a new comment, where the one that was written is gone. */
  post: (text: string) => Promise<void>;
  remove: () => void;
}

interface CommentProps {
  shown: ShownComment;
  sources: readonly SuggestionSource[];
  mine: boolean;
  actions: CommentActions;
}

/** One comment; its author can change and delete it. */
export function Comment({ shown, sources, mine, actions }: CommentProps) {
  const { comment, edit } = shown;
  return (
    <li data-testid={`comment-${comment.id}`} className="group">
      <div className="flex items-baseline gap-2 text-meta">
        <span className="font-medium">{useNameOf()(comment.author)}</span>
        <Ago time={comment.created_at} className="text-faint" />
        {comment.edited_at && <span className="text-faint">edited</span>}
        <span className="flex-1" />
        {mine && !edit && (
          <span className="flex gap-1 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100">
            <Button tone="quiet" size="small" onClick={() => actions.write(comment.text)}>
              Edit
            </Button>
            <Button tone="quiet" size="small" onClick={actions.remove}>
              Delete
            </Button>
          </span>
        )}
      </div>
      {edit && mine ? (
        <CommentForm shown={shown} edit={edit} sources={sources} actions={actions} />
      ) : (
        <Markdown text={comment.text} mentions={comment.mentions} />
      )}
    </li>
  );
}
