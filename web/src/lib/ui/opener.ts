'use client';

import { useEffect } from 'react';

/** What opens over the page and closes again; the focus in it is none of the page's. */
const overlays = '[role=dialog], [role=alertdialog], [role=menu]';
/** A part of the page that comes and goes; dialogs over it give the focus back to it, and it to what was before it. */
const transient = '[data-transient]';

let opener: HTMLElement | null = null;
/** In a part that comes and goes, while that has the focus. */
let passing: HTMLElement | null = null;
let lastInput: 'key' | 'pointer' | null = null;

/** Whether a key was the last that was pressed. */
export function isOnKeyboard(): boolean {
  return lastInput === 'key';
}

/**
 * Remembers which element of the page has the focus, for dialogs to give it back to. Dialogs can't see that for themselves:
 * by the time that one is there, what stood for it while it was loaded has the focus, or the menu that it was chosen from.
 */
export function useOpenerMemory(): void {
  useEffect(() => {
    const remember = ({ target }: FocusEvent): void => {
      if (!(target instanceof HTMLElement) || isInOverlay(target)) return;
      passing = target.closest(transient) ? target : null;
      opener = passing ? opener : target;
    };
    const forget = ({ target, relatedTarget }: FocusEvent): void => {
      if (relatedTarget || target !== opener) return;
      // A click on nothing means it; what goes away, or an overlay that opens, does not.
      setTimeout(() => {
        if (opener === target && opener?.isConnected && document.activeElement === document.body) opener = null;
      }, 0);
    };
    const press = ({ type }: Event): void => {
      lastInput = type === 'keydown' ? 'key' : 'pointer';
      document.documentElement.dataset.input = lastInput;
    };
    document.addEventListener('keydown', press, true);
    document.addEventListener('pointerdown', press, true);
    document.addEventListener('focusin', remember);
    document.addEventListener('focusout', forget);
    return () => {
      document.removeEventListener('keydown', press, true);
      document.removeEventListener('pointerdown', press, true);
      document.removeEventListener('focusin', remember);
      document.removeEventListener('focusout', forget);
    };
  }, []);
}

/** In a dialog: gives the focus back to what opened it, unless something else has taken it by then. */
export function useReturnedFocus(open = true): void {
  useEffect(() => {
    if (!open) return undefined;
    return () => {
      setTimeout(() => {
        if (document.activeElement === document.body) (passing?.isConnected ? passing : opener)?.focus();
      }, 0);
    };
  }, [open]);
}

/** Whether something is in a dialog or a menu. */
export function isInOverlay(element: Element): boolean {
  return element.closest(overlays) !== null;
}
