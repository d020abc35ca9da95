'use client';

import { isActive, type PromptView, type SessionView } from '@podium/board';
import { useEffect, useState } from 'react';
import { editPrompt } from '@/lib/api/session-requests.ts';
import { useBoardActions } from '@/lib/board/board-context.tsx';
import { lengthProblem } from '@/lib/ui/length-problem.ts';
import { notify } from '@/lib/ui/toasts.ts';

/** A waiting message that a person is changing. */
interface EditedPrompt {
  readonly id: string;
  readonly original: string;
  readonly text: string;
  readonly saving: boolean;
}

export interface PromptEditing {
  readonly edited: EditedPrompt | null;
  begin: (prompt: PromptView) => void;
  write: (text: string) => void;
  cancel: () => void;
  save: () => Promise<void>;
}

/** Whether a waiting message can still be changed. */
export const isOpen = (session: SessionView, prompt: PromptView): boolean => isActive(session) && !prompt.interrupt;

/** @param onTooLate gets the words that were written for a message that was sent, or taken back, meanwhile. */
export function useEditedPrompt(session: SessionView, onTooLate: (text: string) => void): PromptEditing {
  const actions = useBoardActions();
  const [edited, setEdited] = useState<EditedPrompt | null>(null);
  const isThere = session.prompts.some((prompt) => prompt.id === edited?.id && isOpen(session, prompt));
  useEffect(() => {
    if (!edited || edited.saving || isThere) return;
    setEdited(null);
    if (edited.text.trim() && edited.text !== edited.original) onTooLate(edited.text);
  }, [edited, isThere, onTooLate]);
  const save = async (): Promise<void> => {
    const text = edited?.text.trim();
    if (!edited || !text) return;
    const tooLong = lengthProblem('A message', text, 50_000);
    if (tooLong) return notify({ tone: 'error', title: 'The message was not changed', detail: tooLong });
    setEdited({ ...edited, saving: true });
    const words = { refusal: 'The message was not changed', success: 'Changed the message' };
    const isSaved = await actions.perform(() => editPrompt(session, edited.id, { text }), words);
    setEdited(isSaved ? null : edited);
  };
  return {
    edited,
    begin: ({ id, text }) => setEdited({ id, original: text, text, saving: false }),
    write: (text) => setEdited((before) => before && { ...before, text }),
    cancel: () => setEdited(null),
    save,
  };
}
