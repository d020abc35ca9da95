'use client';

import type { RefObject } from 'react';
import { announce } from '../ui/announcer.ts';
import { useShortcuts } from '../ui/use-shortcuts.ts';
import { useBoardActions } from './board-context.tsx';
import { useBoardUi } from './board-ui.ts';
import type { ShownTask } from './intents.ts';
import { useMoment } from './moment-context.ts';
import { neighbour } from './neighbour.ts';

export interface CardKeys {
  /** Where the focus can go: the shown cards, column by column. */
  columns: readonly (readonly string[])[];
  find: (taskId: string) => ShownTask | undefined;
  /** The opened one, which keys act on while no card has the focus. */
  openedId: string | null;
  onOpen: (taskId: string) => void;
  /** Takes the card one step further; absent where cards have no place of their own. */
  onShift?: (task: ShownTask, step: { columns: number; rows: number }) => void;
}

/** Keys that move the focus between cards, and those that act on the focused (else the opened) one. */
export function useCardKeys(element: RefObject<HTMLElement | null>, keys: CardKeys): void {
  const { columns, find, openedId, onOpen, onShift } = keys;
  const actions = useBoardActions();
  const ui = useBoardUi();
  const isPast = useMoment() !== null;
  /** A card that just moved gets the focus back a moment later; keys in between are still for it. */
  const currentId = (): string | null =>
    focusedCardId() ?? (document.activeElement === document.body ? ui.focusedId.get() : null);
  const focused = (): ShownTask | undefined => find(currentId() ?? openedId ?? '');
  const act = (action: (task: ShownTask) => void) => (): void => {
    const task = focused();
    if (task && !isPast) action(task);
  };
  const go = (step: { columns: number; rows: number }) => (event: KeyboardEvent) => {
    if (!element.current || isInWidget(event.target)) return;
    event.preventDefault();
    const next = neighbour(columns, currentId() ?? openedId, step);
    if (next) ui.focus(next);
  };
  const shift = (step: { columns: number; rows: number }) => (event: KeyboardEvent) => {
    const task = find(currentId() ?? '');
    if (!task || isPast || isInWidget(event.target)) return;
    event.preventDefault();
    onShift?.(task, step);
  };
  const [down, up] = [
    { columns: 0, rows: 1 },
    { columns: 0, rows: -1 },
  ];
  const [right, left] = [
    { columns: 1, rows: 0 },
    { columns: -1, rows: 0 },
  ];
  useShortcuts({
    e: act((task) => mayExecute(task) && void actions.execute(task)),
    s: act((task) => task.active_session_id && void actions.stop(task)),
    a: act((task) => onOpen(task.id)),
    r: act((task) => onOpen(task.id)),
    x: act((task) => {
      ui.toggle(task.id);
      announce(`${ui.selected.get().has(task.id) ? 'Selected' : 'No longer selected'}: ${task.title}`);
    }),
    'Mod+a': (event) => {
      if (isPast || !focusedCardId()) return;
      event.preventDefault();
      ui.select(columns.find((ids) => ids.includes(focusedCardId() ?? '')) ?? []);
    },
    Delete: act((task) => !task.active_session_id && void actions.delete(task)),
    j: go(down),
    ArrowDown: go(down),
    k: go(up),
    ArrowUp: go(up),
    l: go(right),
    ArrowRight: go(right),
    h: go(left),
    ArrowLeft: go(left),
    'Shift+ArrowDown': shift(down),
    'Shift+ArrowUp': shift(up),
    'Shift+ArrowRight': shift(right),
    'Shift+ArrowLeft': shift(left),
  });
}

function mayExecute(task: ShownTask): boolean {
  return task.status === 'TODO' && !task.active_session_id && !task.archived_at;
}

function focusedCardId(): string | null {
  return document.activeElement?.closest<HTMLElement>('[data-card]')?.dataset.card ?? null;
}

/** Arrows belong to tabs, output, history and the scrubber while these have the focus. */
function isInWidget(target: EventTarget | null): boolean {
  const widgets = '[role=tablist], [role=log], [role=tabpanel], [type=range]';
  return target instanceof HTMLElement && target.closest(widgets) !== null;
}
