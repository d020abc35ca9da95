'use client';

import { useEffect, useLayoutEffect, useRef, type FocusEvent } from 'react';
import { useBoardUi, type BoardUi } from './board-ui.ts';

type Columns = readonly (readonly string[])[];

/**
 * Keeps the focus on a card that moves to another column: its element is taken away there and made anew here, which
 * would drop the focus to the page. Where the card is gone, the one in its place gets it, also when its panel is closed.
 * Never takes it from anything else.
 */
export function useKeptFocus(
  columns: Columns,
  openedId: string | null,
): { onBlurCapture: (event: FocusEvent) => void } {
  const ui = useBoardUi();
  useHeirOfOpened(columns, openedId);
  const before = useRef(columns);
  useLayoutEffect(() => {
    const focusedId = ui.focusedId.get();
    const heir = focusedId && heirOf(focusedId, before.current, columns);
    before.current = columns;
    if (!heir) return undefined;
    const restore = (): void => focusWhereNone(ui, heir);
    restore();
    // A menu that closes gives the focus back a moment later, to a button that is gone by then.
    const timer = setTimeout(restore, 0);
    return () => clearTimeout(timer);
  }, [ui, columns]);
  return {
    onBlurCapture: ({ target, relatedTarget }) => {
      if (relatedTarget) return;
      // A click on nothing leaves the element where it is, and means it; an element that goes away does not.
      setTimeout(() => {
        if (target.isConnected && document.activeElement === document.body) ui.focusedId.set(null);
      }, 0);
    },
  };
}

/** A panel that is closed gives the focus back to its card; where that is no longer shown, to the one in its place. */
function useHeirOfOpened(columns: Columns, openedId: string | null): void {
  const ui = useBoardUi();
  const before = useRef({ columns, openedId });
  const heir = useRef<string | undefined>(undefined);
  useEffect(() => {
    const { columns: shownBefore, openedId: id } = before.current;
    before.current = { columns, openedId };
    if (id === null) return undefined;
    const isGone = !includes(columns, id);
    if (isGone && includes(shownBefore, id)) heir.current = heirOf(id, shownBefore, columns);
    if (openedId !== null) return undefined;
    const next = isGone ? (heir.current ?? columns.flat()[0]) : id;
    heir.current = undefined;
    if (next === undefined) return undefined;
    const timer = setTimeout(() => focusWhereNone(ui, next), 0);
    return () => clearTimeout(timer);
  }, [ui, columns, openedId]);
}

function focusWhereNone(ui: BoardUi, taskId: string): void {
  if (document.activeElement === document.body) ui.focus(taskId);
}

/** The card itself where it is still shown; else what is in its place, the first of all where its column is empty. */
function heirOf(id: string, before: Columns, after: Columns): string | undefined {
  if (includes(after, id)) return id;
  const column = before.findIndex((ids) => ids.includes(id));
  const ids = after[column] ?? [];
  return ids[Math.min(before[column]?.indexOf(id) ?? 0, ids.length - 1)] ?? after.flat()[0];
}

function includes(columns: Columns, id: string): boolean {
  return columns.some((ids) => ids.includes(id));
}
