'use client';

import { createContext, use, useCallback, useSyncExternalStore } from 'react';
import { Store } from '../store.ts';

/** What one person does with a board and nobody else sees: which cards are selected, and where the focus is. */
export class BoardUi {
  readonly selected = new Store<ReadonlySet<string>>(new Set());
  /** The card that has the focus; it stays in the page when it is scrolled out of sight. */
  readonly focusedId = new Store<string | null>(null);
  /** The card that wants to be seen, and perhaps the focus; its list brings it into sight. */
  readonly wanted = new Store<{ taskId: string; focus: boolean } | null>(null);
  /** The card that is being dragged. */
  readonly draggedId = new Store<string | null>(null);
  #anchorId: string | null = null;

  focus(taskId: string): void {
    this.focusedId.set(taskId);
    this.wanted.set({ taskId, focus: true });
  }

  /** Brings a card into sight; the focus stays where it is. */
  show(taskId: string): void {
    this.wanted.set({ taskId, focus: false });
  }

  toggle(taskId: string): void {
    this.#anchorId = taskId;
    this.selected.update((ids) => {
      const next = new Set(ids);
      if (!next.delete(taskId)) next.add(taskId);
      return next;
    });
  }

  /** Everything between the card that was selected last and this one, in the order of their column. */
  extendTo(taskId: string, column: readonly string[]): void {
    const [from, to] = [column.indexOf(this.#anchorId ?? taskId), column.indexOf(taskId)];
    if (to === -1) return;
    const begin = from === -1 ? to : from;
    const range = column.slice(Math.min(begin, to), Math.max(begin, to) + 1);
    this.selected.update((ids) => new Set([...ids, ...range]));
  }

  select(taskIds: Iterable<string>): void {
    this.selected.set(new Set(taskIds));
  }

  clear(): void {
    if (this.selected.get().size > 0) this.selected.set(new Set());
  }
}

export const BoardUiContext = createContext<BoardUi | null>(null);

export function useBoardUi(): BoardUi {
  const ui = use(BoardUiContext);
  if (!ui) throw new Error('useBoardUi needs a BoardProvider above it');
  return ui;
}

/** Whether one card is selected; nothing is drawn anew when others are. */
export function useIsSelected(taskId: string): boolean {
  const { selected } = useBoardUi();
  const read = useCallback(() => selected.get().has(taskId), [selected, taskId]);
  return useSyncExternalStore(selected.subscribe, read, read);
}
