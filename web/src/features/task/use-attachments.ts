'use client';

import type { AttachmentView } from '@podium/board';
import { useState } from 'react';
import { messageOf } from '@/lib/api/problem.ts';
import { attach, detach, uploadFile } from '@/lib/api/task-requests.ts';
import { useBoardActions } from '@/lib/board/board-context.tsx';
import type { ShownTask } from '@/lib/board/intents.ts';
import { useSystem } from '@/lib/live/live-context.tsx';
import { sizeText } from '@/lib/ui/amounts.ts';
import { useSave } from './use-save.ts';

export interface AttachmentChanges {
  add: (files: readonly File[]) => Promise<void>;
  remove: (file: AttachmentView) => Promise<boolean>;
  /** How many are on their way. */
  uploading: number;
  /** What one may have, as text; null until that is known. */
  largest: string | null;
  /** What went wrong, each in one sentence. */
  problems: readonly string[];
}

/** Files are added to a task, and taken from it. What goes wrong is told beside them. */
export function useAttachments(task: ShownTask): AttachmentChanges {
  const actions = useBoardActions();
  const largestBytes = useSystem().data?.max_file_bytes;
  const largest = largestBytes === undefined ? null : `${Math.floor(largestBytes / 1_000_000)} MB`;
  const { run, problem } = useSave();
  const [refused, setRefused] = useState<readonly string[]>([]);
  const [uploading, setUploading] = useState(0);
  const store = async (file: File): Promise<AttachmentView> => {
    if (largestBytes !== undefined && file.size > largestBytes) {
      throw new Error(`It has ${sizeText(file.size)}; ${largest} are the most.`);
    }
    return uploadFile(task.project_id, file);
  };
  const add = async (files: readonly File[]): Promise<void> => {
    setRefused([]);
    let shown = task.attachments;
    for (const file of files) {
      setUploading((count) => count + 1);
      try {
        const stored = await store(file);
        shown = [...shown, stored];
        await actions.change(task.id, { attachments: shown }, () => attach(task, stored.id));
      } catch (error) {
        setRefused((before) => [...before, `“${file.name}” was not added. ${messageOf(error)}`]);
      } finally {
        setUploading((count) => count - 1);
      }
    }
  };
  const remove = (file: AttachmentView): Promise<boolean> =>
    run(() =>
      actions.change(
        task.id,
        { attachments: task.attachments.filter(({ id }) => id !== file.id) },
        () => detach(task, file.id),
        `Removed the file “${file.name}”`,
      ),
    );
  return { add, remove, uploading, largest, problems: [...refused, ...(problem === null ? [] : [problem])] };
}
