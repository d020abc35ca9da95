'use client';

import { useMemo, useState } from 'react';
import { Button } from '@/components/button.tsx';
import { InlineError } from '@/components/notice.tsx';
import { SuggestingTextarea } from '@/components/suggesting-textarea.tsx';
import { messageOf } from '@/lib/api/problem.ts';
import type { ShownBoard, ShownTask } from '@/lib/board/intents.ts';
import { useMoment } from '@/lib/board/moment-context.ts';
import { useMe } from '@/lib/live/live-context.tsx';
import { lengthProblem } from '@/lib/ui/length-problem.ts';
import type { SuggestionSource } from '@/lib/ui/suggestions.ts';
import { shownComments, type CommentEdits, type ShownComment } from './comment-edits.ts';
import { Comment } from './comment.tsx';
import { keptDraft } from './kept-drafts.ts';
import { isNamed, mentionName } from './people.ts';
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
  const edits = useCommentEdits();
  const tooLong = lengthProblem('A comment', draft.trim(), 10_000);
  const change = (text: string): void => {
    kept.write(text || null);
    setDraft(text);
  };
  const send = async (): Promise<void> => {
    if (draft.trim() && !tooLong && (await run(() => add(draft.trim())))) change('');
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
        {shownComments(shown, moment ? {} : edits.edits).map((one) => (
          <Comment
            key={one.comment.id}
            shown={one}
            sources={sources}
            mine={!moment && one.comment.author === me}
            actions={{
              write: (text) => edits.write(one, text),
              save: (text) => edit(one.comment, text).then(() => edits.write(one, null)),
              post: (text) => add(text).then(() => edits.write(one, null)),
              remove: () => void run(() => remove(one.comment)),
            }}
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
            value={draft}
            onText={change}
            sources={sources}
            onKey={(event) => event.key === 'Enter' && (event.metaKey || event.ctrlKey) && void send()}
            className="max-h-60"
          />
          <Button type="submit" disabled={saving || !draft.trim() || tooLong !== null}>
            Comment
          </Button>
        </form>
      )}
      {(tooLong ?? problem) && <InlineError>{tooLong ?? problem}</InlineError>}
    </Section>
  );
}

/** The comments that are being written anew. */
function useCommentEdits() {
  const [edits, setEdits] = useState<CommentEdits>({});
  const write = ({ comment, edit }: ShownComment, text: string | null): void =>
    setEdits(({ [comment.id]: _, ...others }) =>
      text === null ? others : { ...others, [comment.id]: { began: edit?.began ?? comment, text } },
    );
  return { edits, write };
}

function mentions(names: readonly string[]): SuggestionSource {
  return {
    sign: '@',
    find: (typed) =>
      names
        .filter((name) => isNamed(name, typed))
        .map((name) => ({ key: name, label: name, text: `@${mentionName(name)}` })),
  };
}
