'use client';

import { useLayoutEffect, useRef, type FocusEvent } from 'react';
import { useBoardUi } from '@/lib/board/board-ui.ts';

type Columns = readonly (readonly string[])[];

/**
 * Keeps the focus on a card that moves to another column: its element is taken away there and made anew here, which
 * would drop the focus to the page. Where the card is gone, the one in its place gets it. Never takes it from anything else.
 */
export function useKeptFocus(columns: Columns): { onBlurCapture: (event: FocusEvent) => void } {
  const ui = useBoardUi();
  const before = useRef(columns);
  useLayoutEffect(() => {
    const focusedId = ui.focusedId.get();
    const heir = focusedId && heirOf(focusedId, before.current, columns);
    before.current = columns;
    if (!heir) return undefined;
    const restore = (): void => {
      if (document.activeElement === document.body) ui.focus(heir);
    };
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

function heirOf(id: string, before: Columns, after: Columns): string | undefined {
  if (after.some((ids) => ids.includes(id))) return id;
  const column = before.findIndex((ids) => ids.includes(id));
  const ids = after[column] ?? [];
  return ids[Math.min(before[column]?.indexOf(id) ?? 0, ids.length - 1)];
}
