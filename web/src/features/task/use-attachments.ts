'use client';

import type { AttachmentView } from '@podium/board';
import { useState } from 'react';
import { attach, detach, uploadFile } from '@/lib/api/task-requests.ts';
import { useBoardActions } from '@/lib/board/board-context.tsx';
import type { ShownTask } from '@/lib/board/intents.ts';
import { sizeText } from '@/lib/ui/amounts.ts';
import { useSave } from './use-save.ts';

export interface AttachmentChanges {
  add: (files: readonly File[]) => Promise<void>;
  remove: (file: AttachmentView) => Promise<boolean>;
  /** How many are on their way. */
  uploading: number;
  problem: string | null;
}

const largestBytes = 10_000_000;

/** Files are added to a task, and taken from it. What goes wrong is told beside them. */
export function useAttachments(task: ShownTask): AttachmentChanges {
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
