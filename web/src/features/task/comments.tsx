'use client';

import { useMemo, useState } from 'react';
import { Button } from '@/components/button.tsx';
import { InlineError } from '@/components/notice.tsx';
import { SuggestingTextarea } from '@/components/suggesting-textarea.tsx';
import { messageOf } from '@/lib/api/problem.ts';
import type { ShownBoard, ShownTask } from '@/lib/board/intents.ts';
import { useMoment } from '@/lib/board/moment-context.ts';
import { useMe } from '@/lib/live/live-context.tsx';
import type { SuggestionSource } from '@/lib/ui/suggestions.ts';
import { Comment } from './comment.tsx';
import { keptDraft } from './kept-drafts.ts';
import { Section } from './section.tsx';
import { useComments } from './use-comments.ts';
import { useSave } from './use-save.ts';

/** What people say about a task, in Markdown; `@` mentions someone. */
export function Comments({ task, board }: { task: ShownTask; board: ShownBoard }) {
  const moment = useMoment();
  const { comments = [], error, retry, add, edit, remove } = useComments(task);
  const me = useMe();
  const { members } = board.project;
  const kept = keptDraft<string>(`comment.${task.id}`);
  const [draft, setDraft] = useState(() => kept.read() ?? '');
  const { saving, problem, run } = useSave();
  const sources = useMemo<SuggestionSource[]>(() => [mentions(members.map(({ name }) => name))], [members]);
  const change = (text: string): void => {
    kept.write(text || null);
    setDraft(text);
  };
  const send = async (): Promise<void> => {
    if (draft.trim() && (await run(() => add(draft.trim())))) change('');
  };
  const shown = moment ? comments.filter(({ position }) => position <= moment.position) : comments;
  if (moment && shown.length === 0) return null;
  return (
    <Section title="Comments">
      {error && (
        <div className="mb-2 space-y-2">
          <InlineError>{messageOf(error)}</InlineError>
          <Button size="small" onClick={retry}>
            Try again
          </Button>
        </div>
      )}
      <ol className="space-y-3">
        {shown.map((comment) => (
          <Comment
            key={comment.id}
            comment={comment}
            sources={sources}
            mine={!moment && comment.author === me}
            onEdit={(text) => edit(comment, text)}
            onRemove={() => run(() => remove(comment))}
          />
        ))}
      </ol>
      {!moment && (
        <form
          aria-label="New comment"
          className="mt-3 flex items-end gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            void send();
          }}
        >
          <SuggestingTextarea
            aria-label="Comment"
            placeholder="Comment… @ mentions someone"
            rows={1}
            maxLength={10_000}
            value={draft}
            onText={change}
            sources={sources}
            onKey={(event) => event.key === 'Enter' && (event.metaKey || event.ctrlKey) && void send()}
            className="max-h-60"
          />
          <Button type="submit" disabled={saving || !draft.trim()}>
            Comment
          </Button>
        </form>
      )}
      {problem && <InlineError>{problem}</InlineError>}
    </Section>
  );
}

function mentions(names: readonly string[]): SuggestionSource {
  return {
    sign: '@',
    find: (typed) =>
      names
        .filter((name) => name.toLowerCase().startsWith(typed.toLowerCase()))
        .map((name) => ({ key: name, label: name, text: `@${name}` })),
  };
}
