'use client';

import { Button } from '@/components/button.tsx';
import { Kbd } from '@/components/kbd.tsx';
import { Markdown } from '@/components/markdown.tsx';
import { InlineError } from '@/components/notice.tsx';
import { useBoardActions } from '@/lib/board/board-context.tsx';
import type { ShownTask } from '@/lib/board/intents.ts';
import { caretToEnd } from '@/lib/ui/caret.ts';
import { lengthProblem } from '@/lib/ui/length-problem.ts';
import { undoable } from '@/lib/ui/undo.ts';
import { useSave } from './use-save.ts';

export interface DescriptionDraft {
  text: string;
  /** The version that the person saw when they began to type. */
  seenVersion: number;
}

interface DescriptionEditorProps {
  task: ShownTask;
  draft: DescriptionDraft;
  onDraft: (draft: DescriptionDraft | null) => void;
}

/** Markdown with its preview beside it. Someone else's newer text is shown, never overwritten unseen. */
export function DescriptionEditor({ task, draft, onDraft }: DescriptionEditorProps) {
  const actions = useBoardActions();
  const { saving, problem, stale, run } = useSave();
  const tooLong = lengthProblem('A description', draft.text, 10_000);
  const save = async (seenVersion: number): Promise<void> => {
    if (tooLong || saving) return;
    const sent = () => actions.edit(task.id, { description: draft.text, seen_version: seenVersion });
    if (await run(sent)) onDraft(null);
  };
  const drop = (): void => {
    onDraft(null);
    if (draft.text === task.description) return;
    undoable({ title: 'Dropped the description that was not saved', undo: () => Promise.resolve(onDraft(draft)) });
  };
  return (
    <form
      aria-label="Edit the description"
      className="@container space-y-2"
      onSubmit={(event) => {
        event.preventDefault();
        void save(draft.seenVersion);
      }}
    >
      <div className="grid gap-2 @lg:grid-cols-2">
        <textarea
          autoFocus
          onFocus={caretToEnd}
          dir="auto"
          aria-label="Description"
          aria-invalid={tooLong !== null}
          rows={8}
          value={draft.text}
          onChange={(event) => onDraft({ ...draft, text: event.target.value })}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) void save(draft.seenVersion);
            if (event.key !== 'Escape') return;
            event.stopPropagation();
            drop();
          }}
          className="field max-h-[50vh] min-h-40 resize-y [field-sizing:content]"
        />
        <div
          role="region"
          aria-label="Preview"
          className="max-h-[50vh] overflow-y-auto rounded-card border border-dashed border-line px-2.5 py-1.5"
        >
          {draft.text.trim() ? <Markdown text={draft.text} /> : <p className="text-faint">The preview appears here.</p>}
        </div>
      </div>
      {(tooLong ?? problem) && <InlineError>{tooLong ?? problem}</InlineError>}
      {stale && (
        <div className="rounded-card border border-line bg-canvas p-3">
          <div className="mb-1 flex items-center justify-between">
            <h4 className="text-meta font-medium text-faint">The newer text</h4>
            <Button size="small" onClick={() => onDraft({ text: task.description, seenVersion: task.version })}>
              Take the newer text
            </Button>
          </div>
          <p className="break-words whitespace-pre-wrap text-muted">{task.description}</p>
        </div>
      )}
      <div className="flex items-center justify-end gap-2">
        <span className="flex-1 text-meta text-faint">
          Markdown · <Kbd keys="Mod+Enter" /> saves
        </span>
        <Button tone="quiet" onClick={drop}>
          Cancel
        </Button>
        {stale ? (
          <Button tone="danger" disabled={saving || tooLong !== null} onClick={() => void save(task.version)}>
            Save mine over it
          </Button>
        ) : (
          <Button tone="primary" type="submit" disabled={saving || tooLong !== null}>
            {saving ? 'Saving…' : 'Save'}
          </Button>
        )}
      </div>
    </form>
  );
}
