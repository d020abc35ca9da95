'use client';

import { createContext, use, useCallback, useSyncExternalStore } from 'react';
import { Store } from '../store.ts';
import type { Hold } from './hold.ts';

/** As long as its animation takes. */
const pointingMs = 2_400;

/** What one person does with a board and nobody else sees: which cards are selected, and where the focus is. */
export class BoardUi {
  readonly selected = new Store<ReadonlySet<string>>(new Set());
  /** The card that has the focus; it stays in the page when it is scrolled out of sight. */
  readonly focusedId = new Store<string | null>(null);
  /** The card that wants to be seen, and perhaps the focus; its list brings it into sight. */
  readonly wanted = new Store<{ taskId: string; focus: boolean } | null>(null);
  /** The card that is being dragged. */
  readonly draggedId = new Store<string | null>(null);
  /** The cards that the keyboard holds. */
  readonly held = new Store<Hold | null>(null);
  /** The card that was just made here and is pointed at for a moment. */
  readonly freshId = new Store<string | null>(null);
  #anchorId: string | null = null;
  #pointing: ReturnType<typeof setTimeout> | undefined;

  focus(taskId: string): void {
    this.focusedId.set(taskId);
    this.wanted.set({ taskId, focus: true });
  }

  /** Brings a card into sight; the focus stays where it is. */
  show(taskId: string): void {
    this.wanted.set({ taskId, focus: false });
  }

  /** Brings a card into sight and points at it for a moment; the focus stays where it is. */
  point(taskId: string): void {
    this.show(taskId);
    this.freshId.set(taskId);
    clearTimeout(this.#pointing);
    this.#pointing = setTimeout(() => this.freshId.set(null), pointingMs);
  }

  toggle(taskId: string): void {
    this.#anchorId = taskId;
    this.selected.update((ids) => {
      const next = new Set(ids);
      if (!next.delete(taskId)) next.add(taskId);
      return next;
    });
  }

  /** Everything between the card that was selected last and this one, in the order of their column; else this one alone. */
  extendTo(taskId: string, column: readonly string[]): void {
    const [from, to] = [column.indexOf(this.#anchorId ?? ''), column.indexOf(taskId)];
    if (to === -1) return;
    if (from === -1) this.#anchorId = taskId;
    const begin = from === -1 ? to : from;
    const range = column.slice(Math.min(begin, to), Math.max(begin, to) + 1);
    this.selected.update((ids) => new Set([...ids, ...range]));
  }

  select(taskIds: Iterable<string>): void {
    this.selected.set(new Set(taskIds));
  }

  clear(): void {
    this.#anchorId = null;
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
  return useIsOne(useBoardUi().selected, taskId, isIn);
}

/** Whether the keyboard holds a card. */
export function useIsHeld(taskId: string): boolean {
  return useIsOne(useBoardUi().held, taskId, isHeldBy);
}

/** Whether a card was just made here. */
export function useIsFresh(taskId: string): boolean {
  return useIsOne(useBoardUi().freshId, taskId, Object.is);
}

function useIsOne<T>(store: Store<T>, taskId: string, is: (value: T, taskId: string) => boolean): boolean {
  const read = useCallback(() => is(store.get(), taskId), [store, taskId, is]);
  return useSyncExternalStore(store.subscribe, read, read);
}

function isIn(taskIds: ReadonlySet<string>, taskId: string): boolean {
  return taskIds.has(taskId);
}

function isHeldBy(hold: Hold | null, taskId: string): boolean {
  return hold?.taskIds.includes(taskId) ?? false;
}
