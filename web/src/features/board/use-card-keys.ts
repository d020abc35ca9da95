'use client';

import type { RefObject } from 'react';
import { useBoardActions } from '@/lib/board/board-context.tsx';
import type { ShownTask } from '@/lib/board/intents.ts';
import { useMoment } from '@/lib/board/moment-context.ts';
import { useShortcuts } from '@/lib/ui/use-shortcuts.ts';

interface CardKeys {
  find: (taskId: string) => ShownTask | undefined;
  selectedId: string | null;
}

/** Keys that move the focus between cards, and those that act on the focused (else the opened) one. */
export function useCardKeys(board: RefObject<HTMLElement | null>, { find, selectedId }: CardKeys): void {
  const actions = useBoardActions();
  const isPast = useMoment() !== null;
  const act = (action: (task: ShownTask) => void): void => {
    if (isPast) return;
    const task = find(focusedCard()?.dataset.card ?? selectedId ?? '');
    if (task) action(task);
  };
  const go = (columns: number, rows: number) => (event: KeyboardEvent) => {
    if (!board.current || isInWidget(event.target)) return;
    event.preventDefault();
    focusNext(board.current, columns, rows);
  };
  useShortcuts({
    e: () => act((task) => task.status === 'TODO' && !task.active_session_id && void actions.execute(task)),
    s: () => act((task) => task.active_session_id && void actions.stop(task)),
    j: go(0, 1),
    ArrowDown: go(0, 1),
    k: go(0, -1),
    ArrowUp: go(0, -1),
    l: go(1, 0),
    ArrowRight: go(1, 0),
    h: go(-1, 0),
    ArrowLeft: go(-1, 0),
  });
}

function focusedCard(): HTMLElement | null {
  return document.activeElement?.closest<HTMLElement>('[data-card]') ?? null;
}

/** Arrows belong to tabs, output, history and the scrubber while these have the focus. */
function isInWidget(target: EventTarget | null): boolean {
  const widgets = '[role=tablist], [role=log], [role=tabpanel], [type=range]';
  return target instanceof HTMLElement && target.closest(widgets) !== null;
}

function focusNext(board: HTMLElement, columnStep: number, rowStep: number): void {
  const columns = [...board.querySelectorAll<HTMLElement>('[data-column]')].map((column) => [
    ...column.querySelectorAll<HTMLElement>('[data-card]'),
  ]);
  const focused = focusedCard();
  const column = columns.findIndex((cards) => focused !== null && cards.includes(focused));
  if (!focused || column === -1) {
    focusLink(columns.find((cards) => cards.length > 0)?.[0]);
    return;
  }
  const row = columns[column]?.indexOf(focused) ?? 0;
  if (rowStep !== 0) {
    focusLink(columns[column]?.[row + rowStep]);
    return;
  }
  const others = columnStep > 0 ? columns.slice(column + 1) : columns.slice(0, column).reverse();
  const next = others.find((cards) => cards.length > 0);
  focusLink(next?.[Math.min(row, next.length - 1)]);
}

function focusLink(card: HTMLElement | undefined): void {
  const link = card?.querySelector<HTMLElement>('a');
  // Moved by key, so the ring has to show, whatever the pointer did before.
  link?.focus({ focusVisible: true } as FocusOptions);
  card?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}
