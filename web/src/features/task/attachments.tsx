'use client';

import { Paperclip } from 'lucide-react';
import { useRef } from 'react';
import { IconButton } from '@/components/icon-button.tsx';
import { InlineError } from '@/components/notice.tsx';
import type { ShownTask } from '@/lib/board/intents.ts';
import { useMoment } from '@/lib/board/moment-context.ts';
import { AttachmentTile } from './attachment-tile.tsx';
import { Section } from './section.tsx';
import type { AttachmentChanges } from './use-attachments.ts';

/** Files and pictures of a task. */
export function Attachments({ task, changes }: { task: ShownTask; changes: AttachmentChanges }) {
  const isPast = useMoment() !== null;
  const picker = useRef<HTMLInputElement>(null);
  const { add, remove, uploading, largest, problems } = changes;
  if (isPast && task.attachments.length === 0) return null;
  return (
    <Section
      title="Files"
      action={
        !isPast && (
          <IconButton label="Add files" onClick={() => picker.current?.click()} className="size-6">
            <Paperclip />
          </IconButton>
        )
      }
    >
      <ul className="flex flex-wrap gap-2">
        {task.attachments.map((file) => (
          <AttachmentTile
            key={file.id}
            projectId={task.project_id}
            file={file}
            onRemove={isPast ? undefined : () => void remove(file)}
          />
        ))}
      </ul>
      {!isPast && (
        <>
          <input
            ref={picker}
            type="file"
            multiple
            hidden
            aria-label="Files to add"
            onChange={(event) => {
              void add([...(event.target.files ?? [])]);
              event.target.value = '';
            }}
          />
          <button
            type="button"
            onClick={() => picker.current?.click()}
            className="mt-2 flex h-9 w-full items-center justify-center rounded-card border border-dashed border-line text-meta text-faint hover:border-line-strong hover:text-text"
          >
            {uploading > 0
              ? `Uploading ${uploading}…`
              : `Drop, paste or choose files${largest ? `, up to ${largest} each` : ''}`}
          </button>
        </>
      )}
      {problems.map((problem, at) => (
        <InlineError key={at}>{problem}</InlineError>
      ))}
    </Section>
  );
}
