'use client';

import { Paperclip } from 'lucide-react';
import { useRef, useState, type ClipboardEvent, type DragEvent } from 'react';
import type { AttachmentView } from '@podium/board';
import { IconButton } from '@/components/icon-button.tsx';
import { InlineError } from '@/components/notice.tsx';
import { attach, detach, uploadFile } from '@/lib/api/task-requests.ts';
import { useBoardActions } from '@/lib/board/board-context.tsx';
import type { ShownTask } from '@/lib/board/intents.ts';
import { useMoment } from '@/lib/board/moment-context.ts';
import { sizeText } from '@/lib/ui/amounts.ts';
import { cx } from '@/lib/ui/class-names.ts';
import { AttachmentTile } from './attachment-tile.tsx';
import { Section } from './section.tsx';
import { useSave } from './use-save.ts';

const largestBytes = 10_000_000;

/** Files and pictures of a task: chosen, dropped or pasted. */
export function Attachments({ task }: { task: ShownTask }) {
  const isPast = useMoment() !== null;
  const picker = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const { add, remove, uploading, problem } = useAttachments(task);
  if (isPast && task.attachments.length === 0) return null;
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    void add([...event.dataTransfer.files]);
  };
  const paste = (event: ClipboardEvent): void => {
    if (event.clipboardData.files.length > 0) void add([...event.clipboardData.files]);
  };
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
            onDragOver={(event) => {
              event.preventDefault();
              setOver(true);
            }}
            onDragLeave={() => setOver(false)}
            onDrop={drop}
            onPaste={paste}
            className={cx(
              'mt-2 flex h-9 w-full items-center justify-center rounded-card border border-dashed text-meta text-faint hover:border-line-strong hover:text-text',
              over ? 'border-accent bg-accent-soft text-text' : 'border-line',
            )}
          >
            {uploading > 0 ? `Uploading ${uploading}…` : 'Drop, paste or choose files, up to 10 MB each'}
          </button>
        </>
      )}
      {problem && <InlineError>{problem}</InlineError>}
    </Section>
  );
}

function useAttachments(task: ShownTask) {
  const actions = useBoardActions();
  const { run, problem } = useSave();
  const [uploading, setUploading] = useState(0);
  const addOne = async (file: File): Promise<void> => {
    if (file.size > largestBytes) throw new Error(`“${file.name}” has ${sizeText(file.size)}; 10 MB are the most.`);
    const stored = await uploadFile(task.project_id, file);
    const shown = { attachments: [...task.attachments, stored] };
    await actions.change(task.id, shown, () => attach(task, stored.id));
  };
  const add = async (files: readonly File[]): Promise<void> => {
    for (const file of files) {
      setUploading((count) => count + 1);
      await run(() => addOne(file));
      setUploading((count) => count - 1);
    }
  };
  const remove = (file: AttachmentView): Promise<boolean> =>
    run(() =>
      actions.change(task.id, { attachments: task.attachments.filter(({ id }) => id !== file.id) }, () =>
        detach(task, file.id),
      ),
    );
  return { add, remove, uploading, problem };
}
