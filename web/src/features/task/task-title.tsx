'use client';

import { useState } from 'react';
import { Button } from '@/components/button.tsx';
import { InlineError } from '@/components/notice.tsx';
import { useBoardActions } from '@/lib/board/board-context.tsx';
import type { ShownTask } from '@/lib/board/intents.ts';
import { useMoment } from '@/lib/board/moment-context.ts';
import { lengthProblem } from '@/lib/ui/length-problem.ts';
import { useSave } from './use-save.ts';

interface Draft {
  text: string;
  seenVersion: number;
}

/** The title, edited in place: Enter saves, Escape leaves it. */
export function TaskTitle({ task }: { task: ShownTask }) {
  const isPast = useMoment() !== null;
  const [draft, setDraft] = useState<Draft | null>(null);
  if (draft && !isPast) return <TitleForm task={task} draft={draft} onDraft={setDraft} />;
  return (
    <h2 dir="auto" className="min-w-0 flex-1 text-title font-semibold [overflow-wrap:anywhere]">
      {isPast ? (
        task.title
      ) : (
        <button
          type="button"
          title="Edit the title"
          onClick={() => setDraft({ text: task.title, seenVersion: task.version })}
          className="-mx-1 cursor-text rounded px-1 text-left hover:bg-hover"
        >
          {task.title}
        </button>
      )}
    </h2>
  );
}

function TitleForm({
  task,
  draft,
  onDraft,
}: {
  task: ShownTask;
  draft: Draft;
  onDraft: (draft: Draft | null) => void;
}) {
  const actions = useBoardActions();
  const { saving, problem, stale, run } = useSave();
  const text = draft.text.trim();
  const wrong = text ? lengthProblem('A title', text, 200) : 'A task needs a title.';
  const save = async (seenVersion: number): Promise<void> => {
    // The field loses the focus when it is disabled, and the title already shows what is being sent.
    if (wrong || saving) return;
    if (text === task.title) return onDraft(null);
    if (await run(() => actions.edit(task.id, { title: text, seen_version: seenVersion }))) onDraft(null);
  };
  return (
    <form
      aria-label="Edit the title"
      className="min-w-0 flex-1 space-y-2"
      onSubmit={(event) => {
        event.preventDefault();
        void save(stale ? task.version : draft.seenVersion);
      }}
    >
      <input
        autoFocus
        dir="auto"
        aria-label="Title"
        aria-invalid={wrong !== null}
        value={draft.text}
        disabled={saving}
        onChange={(event) => onDraft({ ...draft, text: event.target.value })}
        onBlur={() => !problem && void save(draft.seenVersion)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          onDraft(null);
        }}
        className="field text-title font-semibold"
      />
      {wrong && <InlineError>{wrong}</InlineError>}
      {!wrong && problem && <InlineError>{stale ? `${problem} It is now “${task.title}”.` : problem}</InlineError>}
      {stale && (
        <div className="flex gap-2">
          <Button size="small" onClick={() => onDraft(null)}>
            Take theirs
          </Button>
          <Button size="small" tone="danger" type="submit">
            Save mine over it
          </Button>
        </div>
      )}
    </form>
  );
}
