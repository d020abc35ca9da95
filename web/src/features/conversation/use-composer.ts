'use client';

import { isActive, type SessionView } from '@podium/board';
import { useState } from 'react';
import { messageOf } from '@/lib/api/problem.ts';
import { sendPrompt, type NewPrompt } from '@/lib/api/session-requests.ts';
import { uploadFile } from '@/lib/api/task-requests.ts';
import type { ShownTask } from '@/lib/board/intents.ts';
import { useLive } from '@/lib/live/live-context.tsx';
import { preferredAmong } from '@/lib/sessions/preferred-model.ts';
import { announce } from '@/lib/ui/announcer.ts';
import { lengthProblem } from '@/lib/ui/length-problem.ts';
import { preferences } from '@/lib/ui/preferences.ts';
import { notify } from '@/lib/ui/toasts.ts';
import { draftOf, emptyDraft, keptDraft, type ComposerDraft } from './composer-draft.ts';
import { useForkPoint, type ForkPoint } from './fork.ts';
import type { Offered } from './use-catalogue.ts';

export interface ComposerState {
  draft: ComposerDraft;
  change: (change: Partial<ComposerDraft>) => void;
  /** An agent works on the task: what is sent waits for its turn. */
  active: boolean;
  fork: ForkPoint | null;
  setFork: (point: ForkPoint | null) => void;
  sending: boolean;
  uploading: number;
  problem: string | null;
  addFiles: (files: readonly File[]) => Promise<void>;
  removeFile: (id: string) => void;
  /** Words that were written elsewhere and came too late there: they are kept behind what is written here. */
  takeOver: (text: string) => void;
  /** `interrupt`: breaks off what the agent does now. */
  send: (interrupt: boolean) => Promise<void>;
}

/** What is written to a task's agent. It survives a reload, and a refusal. */
export function useComposer(task: ShownTask, latest: SessionView | null, { models }: Offered): ComposerState {
  const key = `podium.draft.composer.${task.id}`;
  const { live } = useLive();
  const [draft, setDraft] = useState<ComposerDraft>(() => draftOf(localStorage.getItem(key)));
  const [fork, setFork] = useForkPoint(task.id);
  const [sending, setSending] = useState(false);
  const [uploading, setUploading] = useState(0);
  const [problem, setProblem] = useState<string | null>(null);
  const active = latest !== null && isActive(latest);

  const update = (next: (before: ComposerDraft) => ComposerDraft): void =>
    setDraft((before) => {
      const after = next(before);
      const kept = keptDraft(after);
      if (kept) localStorage.setItem(key, kept);
      else localStorage.removeItem(key);
      return after;
    });
  const addFiles = async (files: readonly File[]): Promise<void> => {
    setProblem(null);
    for (const file of files) {
      setUploading((count) => count + 1);
      try {
        const stored = await uploadFile(task.project_id, file);
        update((before) => ({ ...before, files: [...before.files, stored] }));
      } catch (error) {
        setProblem(`“${file.name}” was not added. ${messageOf(error)}`);
      } finally {
        setUploading((count) => count - 1);
      }
    }
  };
  const send = async (interrupt: boolean): Promise<void> => {
    if (!draft.text.trim() || sending || uploading > 0) return;
    const tooLong = lengthProblem('A message', draft.text.trim(), 50_000);
    setProblem(tooLong);
    if (tooLong) return;
    setSending(true);
    try {
      const { position } = await sendPrompt(
        task,
        promptOf(
          { ...draft, model: draft.model ?? preferredAmong(models, preferences.get().model) ?? null },
          interrupt && active,
          active ? null : fork,
        ),
      );
      live.raiseFloor(position);
      announce(active ? 'Your message waits for its turn' : 'Sent to the agent');
      setFork(null);
      update(({ model, agent }) => ({ ...emptyDraft, model, agent }));
    } catch (error) {
      setProblem(messageOf(error));
    } finally {
      setSending(false);
    }
  };
  return {
    draft,
    change: (change) => update((before) => ({ ...before, ...change })),
    active,
    fork: active ? null : fork,
    setFork,
    sending,
    uploading,
    problem,
    addFiles,
    removeFile: (id) => update((before) => ({ ...before, files: before.files.filter((file) => file.id !== id) })),
    takeOver: (text) => {
      update((before) => ({ ...before, text: before.text.trim() ? `${before.text.trimEnd()}\n\n${text}` : text }));
      const detail = 'What you wrote is in the box for the next message.';
      notify({ tone: 'info', title: 'The message was sent before your change', detail });
    },
    send,
  };
}

function promptOf({ text, files, model, agent }: ComposerDraft, interrupt: boolean, fork: ForkPoint | null): NewPrompt {
  return {
    text: text.trim(),
    ...(model ? { model } : {}),
    ...(agent ? { agent } : {}),
    ...(files.length > 0 ? { attachments: files.map(({ id }) => id) } : {}),
    ...(interrupt ? { interrupt } : {}),
    ...(fork ? { continues_session_id: fork.sessionId, fork_message_id: fork.messageId } : {}),
  };
}
