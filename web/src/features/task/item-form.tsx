'use client';

import { Button } from '@/components/button.tsx';
import { InlineError } from '@/components/notice.tsx';
import { caretToEnd } from '@/lib/ui/caret.ts';
import { lengthProblem } from '@/lib/ui/length-problem.ts';
import type { ItemDraft, ShownItem } from './checklist-changes.ts';
import type { ChecklistEditing } from './use-checklist.ts';

interface ItemFormProps {
  shown: ShownItem;
  draft: ItemDraft;
  editing: ChecklistEditing;
}

/** The words of a step: Enter saves them, Escape leaves the step as it is. What others did to it meanwhile is said. */
export function ItemForm({ shown, draft, editing }: ItemFormProps) {
  const { item, gone } = shown;
  const tooLong = lengthProblem('A step', draft.text.trim(), 500);
  const isChanged = !gone && item.text !== draft.seenText;
  const problem = gone ? conflictWords(shown, isChanged) : (draft.problem ?? conflictWords(shown, isChanged));
  const close = (): void => editing.write(item.id, null);
  return (
    <form
      aria-label="Edit the step"
      className="space-y-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (!tooLong) void editing.save(shown);
      }}
    >
      <input
        autoFocus
        onFocus={caretToEnd}
        dir="auto"
        aria-label="Step"
        aria-invalid={tooLong !== null}
        value={draft.text}
        onChange={(event) => editing.write(item.id, { ...draft, text: event.target.value })}
        onBlur={() => !problem && !tooLong && void editing.save(shown)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          close();
        }}
        className="field h-6 px-1"
      />
      {tooLong && <InlineError>{tooLong}</InlineError>}
      {problem && (
        <InlineError>{isChanged && draft.problem ? `${problem} It is now “${item.text}”.` : problem}</InlineError>
      )}
      {(gone || isChanged) && (
        <div className="flex gap-2">
          <Button size="small" onClick={close}>
            {gone ? 'Let it go' : 'Take theirs'}
          </Button>
          {gone ? (
            <Button size="small" type="submit" disabled={tooLong !== null}>
              Add it again
            </Button>
          ) : (
            <Button
              size="small"
              tone="danger"
              disabled={tooLong !== null}
              onClick={() => void editing.save({ ...shown, draft: { ...draft, seenText: item.text } })}
            >
              Save mine over it
            </Button>
          )}
        </div>
      )}
    </form>
  );
}

/** What somebody else did to the step while it was being written; null where nothing. */
function conflictWords({ item, gone }: ShownItem, isChanged: boolean): string | null {
  if (gone) return 'Somebody removed this step meanwhile.';
  return isChanged ? `Somebody changed this step meanwhile: it is now “${item.text}”.` : null;
}
