'use client';

import { useEffect } from 'react';

const told = 'aria-activedescendant';

/**
 * Tells screen readers which option is chosen now. cmdk reads that from the page before the choice is drawn there, and so
 * tells the one before.
 */
export function useToldChoice(palette: HTMLElement | null): void {
  useEffect(() => {
    if (!palette) return undefined;
    const tell = (): void => {
      const id = palette.querySelector('[role=option][aria-selected=true]')?.id ?? null;
      for (const element of palette.querySelectorAll('[role=combobox], [role=listbox]')) {
        if (element.getAttribute(told) === id) continue;
        if (id === null) element.removeAttribute(told);
        else element.setAttribute(told, id);
      }
    };
    tell();
    const observer = new MutationObserver(tell);
    observer.observe(palette, { subtree: true, childList: true, attributeFilter: ['aria-selected', told] });
    return () => observer.disconnect();
  }, [palette]);
}
