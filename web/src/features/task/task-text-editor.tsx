'use client';

import { useState } from 'react';
import { Button } from '@/components/button.tsx';
import { FormField } from '@/components/form-field.tsx';
import { InlineError } from '@/components/notice.tsx';
import { messageOf, ProblemError } from '@/lib/api/problem.ts';
import { useBoardActions } from '@/lib/board/board-context.tsx';
import type { ShownTask } from '@/lib/board/intents.ts';
import { useMoment } from '@/lib/board/moment-context.ts';

interface Draft {
  title: string;
  description: string;
  /** The version that the person saw when they began to type. */
  seenVersion: number;
}

/** Title and description, edited in place. Someone else's newer text is shown, never overwritten unseen. */
export function TaskTextEditor({ task }: { task: ShownTask }) {
  const [draft, setDraft] = useState<Draft | null>(null);
  const isPast = useMoment() !== null;
  if (draft && !isPast) return <EditForm task={task} draft={draft} onDraft={setDraft} />;
  const begin = (): void => setDraft({ title: task.title, description: task.description, seenVersion: task.version });
  return (
    <section aria-label="Text">
      <div className="mb-1 flex items-center justify-between">
        <h3 className="font-medium text-faint">Description</h3>
        {!isPast && (
          <Button tone="quiet" size="small" onClick={begin}>
            Edit
          </Button>
        )}
      </div>
      {task.description ? (
        <p className="break-words whitespace-pre-wrap">{task.description}</p>
      ) : isPast ? (
        <p className="text-faint">None then.</p>
      ) : (
        <button type="button" onClick={begin} className="text-faint hover:text-text">
          Add a description…
        </button>
      )}
    </section>
  );
}

function EditForm({ task, draft, onDraft }: { task: ShownTask; draft: Draft; onDraft: (draft: Draft | null) => void }) {
  const actions = useBoardActions();
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const stale = problem instanceof ProblemError && problem.problem.status === 409;
  const titleError = draft.title.trim() ? undefined : 'Give the task a title.';

  const save = async (seenVersion: number): Promise<void> => {
    if (titleError) return;
    setSending(true);
    setProblem(null);
    try {
      await actions.edit(task.id, {
        title: draft.title.trim(),
        description: draft.description,
        seen_version: seenVersion,
      });
      onDraft(null);
    } catch (error) {
      setProblem(error);
      setSending(false);
    }
  };

  return (
    <form
      aria-label="Edit the task"
      className="space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        void save(draft.seenVersion);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) void save(draft.seenVersion);
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onDraft(null);
      }}
    >
      <FormField label="Title" error={titleError}>
        {(field) => (
          <input
            {...field}
            autoFocus
            value={draft.title}
            maxLength={200}
            onChange={(event) => onDraft({ ...draft, title: event.target.value })}
            className="field"
          />
        )}
      </FormField>
      <FormField label="Description" optional>
        {(field) => (
          <textarea
            {...field}
            rows={8}
            value={draft.description}
            maxLength={10_000}
            onChange={(event) => onDraft({ ...draft, description: event.target.value })}
            className="field resize-y"
          />
        )}
      </FormField>
      {problem !== null && <InlineError>{messageOf(problem)}</InlineError>}
      {stale && (
        <NewerText
          task={task}
          onTake={() => onDraft({ title: task.title, description: task.description, seenVersion: task.version })}
        />
      )}
      <div className="flex justify-end gap-2">
        <Button tone="quiet" onClick={() => onDraft(null)}>
          Cancel
        </Button>
        {stale ? (
          <Button tone="danger" disabled={sending} onClick={() => void save(task.version)}>
            Save mine over it
          </Button>
        ) : (
          <Button tone="primary" type="submit" disabled={sending}>
            {sending ? 'Saving…' : 'Save'}
          </Button>
        )}
      </div>
    </form>
  );
}

function NewerText({ task, onTake }: { task: ShownTask; onTake: () => void }) {
  return (
    <div className="rounded-card border border-line bg-canvas p-3">
      <div className="mb-1 flex items-center justify-between">
        <h4 className="text-meta font-medium text-faint">The newer text</h4>
        <Button tone="quiet" size="small" onClick={onTake}>
          Take it instead
        </Button>
      </div>
      <p className="font-medium break-words">{task.title}</p>
      <p className="break-words whitespace-pre-wrap text-muted">{task.description}</p>
    </div>
  );
}
