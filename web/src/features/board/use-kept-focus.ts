'use client';

import { useLayoutEffect, useRef, type FocusEvent, type RefObject } from 'react';

interface FocusHandlers {
  onFocusCapture: (event: FocusEvent) => void;
  onBlurCapture: (event: FocusEvent) => void;
}

/**
 * Keeps the focus on a card that moves to another column: its element is taken away there and made anew here, which
 * would drop the focus to the page.
 */
export function useKeptFocus(board: RefObject<HTMLElement | null>, content: unknown): FocusHandlers {
  const focusedId = useRef<string | null>(null);
  useLayoutEffect(() => {
    const restore = (): void => {
      if (!focusedId.current || document.activeElement !== document.body) return;
      board.current?.querySelector<HTMLElement>(`[data-card="${CSS.escape(focusedId.current)}"] a`)?.focus();
    };
    restore();
    // A menu that closes gives the focus back a moment later, to a button that is gone by then.
    const timer = setTimeout(restore, 0);
    return () => clearTimeout(timer);
  }, [board, content]);

  return {
    onFocusCapture: ({ target }) => {
      const card = target.closest<HTMLElement>('[data-card]');
      if (card) focusedId.current = card.dataset.card ?? null;
    },
    onBlurCapture: ({ target, relatedTarget }) => {
      if (relatedTarget) return;
      // A click on nothing leaves the element where it is, and means it; an element that goes away does not.
      setTimeout(() => {
        if (target.isConnected && document.activeElement === document.body) focusedId.current = null;
      }, 0);
    },
  };
}
