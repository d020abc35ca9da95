'use client';

import { Button } from '@/components/button.tsx';
import { InlineError } from '@/components/notice.tsx';
import { SuggestingTextarea } from '@/components/suggesting-textarea.tsx';
import { caretToEnd } from '@/lib/ui/caret.ts';
import { lengthProblem } from '@/lib/ui/length-problem.ts';
import type { SuggestionSource } from '@/lib/ui/suggestions.ts';
import type { CommentEdit, ShownComment } from './comment-edits.ts';
import type { CommentActions } from './comment.tsx';
import { useSave } from './use-save.ts';

interface CommentFormProps {
  shown: ShownComment;
  edit: CommentEdit;
  sources: readonly SuggestionSource[];
  actions: CommentActions;
}

/** A comment that is written anew. What became of it meanwhile is said; what was typed stays. */
export function CommentForm({ shown: { comment, gone }, edit, sources, actions }: CommentFormProps) {
  const { saving, problem, run } = useSave();
  const { text } = edit;
  const tooLong = lengthProblem('A comment', text.trim(), 10_000);
  const news = gone
    ? 'This comment was deleted meanwhile.'
    : comment.text === edit.began.text || comment.text === text.trim()
      ? null
      : `This comment was changed meanwhile. It is now: “${comment.text}”`;
  const told = tooLong ?? news ?? problem;
  const isUnfit = saving || tooLong !== null || !text.trim();
  const save = async (): Promise<void> => {
    if (!isUnfit) await run(() => (gone ? actions.post(text.trim()) : actions.save(text.trim())));
  };
  return (
    <div className="mt-1 space-y-2">
      <SuggestingTextarea
        autoFocus
        onFocus={caretToEnd}
        aria-label="Comment"
        value={text}
        onText={actions.write}
        onKey={(event) => {
          if (event.key === 'Enter' && (event.metaKey || event.ctrlKey) && !news) void save();
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          actions.write(null);
        }}
        sources={sources}
      />
      {told && <InlineError>{told}</InlineError>}
      <div className="flex justify-end gap-2">
        <Button size="small" tone="quiet" onClick={() => actions.write(null)}>
          {gone ? 'Let it go' : news ? 'Take the newer text' : 'Cancel'}
        </Button>
        <Button size="small" tone={news && !gone ? 'danger' : 'primary'} disabled={isUnfit} onClick={() => void save()}>
          {gone ? 'Post it as a new comment' : news ? 'Save mine over it' : 'Save'}
        </Button>
      </div>
    </div>
  );
}
