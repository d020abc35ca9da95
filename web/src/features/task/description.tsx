'use client';

import { useState } from 'react';
import { Button } from '@/components/button.tsx';
import { Markdown } from '@/components/markdown.tsx';
import type { ShownTask } from '@/lib/board/intents.ts';
import { useMoment } from '@/lib/board/moment-context.ts';
import { DescriptionEditor, type DescriptionDraft } from './description-editor.tsx';
import { keptDraft } from './kept-drafts.ts';
import { Section } from './section.tsx';

/** What is to be done, as Markdown; edited in place. Text that was typed and not saved survives a reload. */
export function Description({ task }: { task: ShownTask }) {
  const isPast = useMoment() !== null;
  const kept = keptDraft<DescriptionDraft>(`description.${task.id}`);
  const [draft, setDraft] = useState<DescriptionDraft | null>(() => kept.read());
  const change = (next: DescriptionDraft | null): void => {
    kept.write(next);
    setDraft(next);
  };
  const begin = (): void => change({ text: task.description, seenVersion: task.version });
  return (
    <Section
      title="Description"
      action={
        !isPast &&
        !draft && (
          <Button tone="quiet" size="small" onClick={begin} aria-label="Edit the description">
            Edit
          </Button>
        )
      }
    >
      {draft && !isPast ? (
        <DescriptionEditor task={task} draft={draft} onDraft={change} />
      ) : task.description ? (
        <Markdown text={task.description} />
      ) : isPast ? (
        <p className="text-faint">None then.</p>
      ) : (
        <button type="button" onClick={begin} className="text-faint hover:text-text">
          Add a description…
        </button>
      )}
    </Section>
  );
}
