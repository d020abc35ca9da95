'use client';

import type { CommentView } from '@podium/board';
import { useState } from 'react';
import { Button } from '@/components/button.tsx';
import { Markdown } from '@/components/markdown.tsx';
import { InlineError } from '@/components/notice.tsx';
import { SuggestingTextarea } from '@/components/suggesting-textarea.tsx';
import { Ago } from '@/components/times.tsx';
import { caretToEnd } from '@/lib/ui/caret.ts';
import { useNameOf } from '@/lib/people.ts';
import type { SuggestionSource } from '@/lib/ui/suggestions.ts';
import { useSave } from './use-save.ts';

interface CommentProps {
  comment: CommentView;
  sources: readonly SuggestionSource[];
  mine: boolean;
  onEdit: (text: string) => Promise<void>;
  onRemove: () => Promise<boolean>;
}

/** One comment; its author can change and delete it. */
export function Comment({ comment, sources, mine, onEdit, onRemove }: CommentProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const { saving, problem, run } = useSave();
  const save = async (): Promise<void> => {
    if (draft?.trim() && (await run(() => onEdit(draft.trim())))) setDraft(null);
  };
  return (
    <li data-testid={`comment-${comment.id}`} className="group">
      <div className="flex items-baseline gap-2 text-meta">
        <span className="font-medium">{useNameOf()(comment.author)}</span>
        <Ago time={comment.created_at} className="text-faint" />
        {comment.edited_at && <span className="text-faint">edited</span>}
        <span className="flex-1" />
        {mine && draft === null && (
          <span className="flex gap-1 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100">
            <Button tone="quiet" size="small" onClick={() => setDraft(comment.text)}>
              Edit
            </Button>
            <Button tone="quiet" size="small" onClick={() => void onRemove()}>
              Delete
            </Button>
          </span>
        )}
      </div>
      {draft === null ? (
        <Markdown text={comment.text} />
      ) : (
        <div className="mt-1 space-y-2">
          <SuggestingTextarea
            autoFocus
            onFocus={caretToEnd}
            aria-label="Comment"
            value={draft}
            onText={setDraft}
            onKey={(event) => {
              if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) void save();
              if (event.key !== 'Escape') return;
              event.stopPropagation();
              setDraft(null);
            }}
            sources={sources}
            maxLength={10_000}
          />
          <div className="flex justify-end gap-2">
            <Button size="small" tone="quiet" onClick={() => setDraft(null)}>
              Cancel
            </Button>
            <Button size="small" tone="primary" disabled={saving} onClick={() => void save()}>
              Save
            </Button>
          </div>
        </div>
      )}
      {problem && <InlineError>{problem}</InlineError>}
    </li>
  );
}
