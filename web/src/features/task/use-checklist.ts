'use client';

import type { ChecklistItemView } from '@podium/board';
import { useState } from 'react';
import { messageOf } from '@/lib/api/problem.ts';
import { editItem, putItem, removeItem } from '@/lib/api/task-requests.ts';
import { useBoardActions } from '@/lib/board/board-context.tsx';
import type { ShownTask } from '@/lib/board/intents.ts';
import { announce } from '@/lib/ui/announcer.ts';
import { newId } from '@/lib/ui/new-id.ts';
import { notifyRefusal } from '@/lib/ui/refusal.ts';
import {
  idBefore,
  movedItems,
  shownItems,
  type ItemDraft,
  type ItemDrafts,
  type ShownItem,
} from './checklist-changes.ts';

export interface ChecklistEditing {
  shown: readonly ShownItem[];
  tick: (item: ChecklistItemView) => void;
  /** False where it was refused; that is told by then. */
  add: (text: string) => Promise<boolean>;
  remove: (item: ChecklistItemView) => void;
  /** By one place, up or down. */
  move: (item: ChecklistItemView, by: 1 | -1) => void;
  /** Before or behind another one. */
  put: (itemId: string, beside: ChecklistItemView, edge: 'top' | 'bottom') => void;
  begin: (item: ChecklistItemView) => void;
  /** Null leaves the step as it is. */
  write: (itemId: string, draft: ItemDraft | null) => void;
  /** Words that are empty remove the step, which can be undone. */
  save: (shown: ShownItem) => Promise<void>;
}

/** What a person does to the steps of a task, one step at a time: nothing that others do meanwhile is lost. */
export function useChecklist(task: ShownTask): ChecklistEditing {
  const actions = useBoardActions();
  const [drafts, setDrafts] = useState<ItemDrafts>({});
  const { checklist } = task;
  const replaced = (item: ChecklistItemView) => checklist.map((other) => (other.id === item.id ? item : other));
  const told = (sending: Promise<void>): Promise<boolean> =>
    sending.then(
      () => true,
      (error: unknown) => {
        notifyRefusal('The checklist was not changed', error);
        return false;
      },
    );
  const write = (itemId: string, draft: ItemDraft | null): void =>
    setDrafts(({ [itemId]: _, ...others }) => (draft ? { ...others, [itemId]: draft } : others));
  const remove = (item: ChecklistItemView): void => {
    const left = checklist.filter((other) => other.id !== item.id);
    const send = () => removeItem(task, item.id, item.text);
    void told(actions.change(task.id, { checklist: left }, send, `Removed the step “${item.text}”`));
  };
  const move = (item: ChecklistItemView, by: 1 | -1): void => {
    const to = checklist.findIndex(({ id }) => id === item.id) + by;
    if (to >= 0 && to < checklist.length) place(item, to);
  };
  const put: ChecklistEditing['put'] = (itemId, beside, edge) => {
    const item = checklist.find(({ id }) => id === itemId);
    const others = checklist.filter(({ id }) => id !== itemId);
    const at = others.findIndex(({ id }) => id === beside.id);
    if (item && at !== -1) place(item, edge === 'top' ? at : at + 1);
  };
  /** @param to counted without itself */
  const place = (item: ChecklistItemView, to: number): void => {
    if (checklist[to]?.id === item.id) return;
    const moved = movedItems(checklist, item.id, to);
    const send = () => editItem(task, item.id, { after_id: idBefore(moved, item.id) });
    announce(`${item.text} is step ${to + 1} of ${checklist.length} now`);
    void told(actions.change(task.id, { checklist: moved }, send));
  };
  const save = async ({ item, draft, gone }: ShownItem): Promise<void> => {
    if (!draft) return;
    const text = draft.text.trim();
    write(item.id, null);
    if (gone ? !text : text === item.text) return;
    if (!text) return remove({ ...item, text: draft.seenText });
    const after_id = draft.afterId;
    const sending = gone
      ? actions.change(task.id, {}, () => putItem(task, item.id, { text, after_id }))
      : actions.change(task.id, { checklist: replaced({ ...item, text }) }, () =>
          editItem(task, item.id, { text, seen_text: draft.seenText }),
        );
    await sending.catch((error: unknown) => write(item.id, { ...draft, problem: messageOf(error) }));
  };
  return {
    shown: shownItems(checklist, drafts),
    write,
    remove,
    move,
    put,
    save,
    begin: ({ id, text }) => write(id, { text, seenText: text, afterId: idBefore(checklist, id), problem: null }),
    tick: (item) => {
      const done = !item.done;
      const send = () => editItem(task, item.id, { done });
      void told(actions.change(task.id, { checklist: replaced({ ...item, done }) }, send));
    },
    add: (text) => {
      const item = { id: newId(), text, done: false };
      return told(actions.change(task.id, { checklist: [...checklist, item] }, () => putItem(task, item.id, { text })));
    },
  };
}
