'use client';

import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';
import { focusFiltersButton } from './focus-filters-button.ts';

/** What had the focus, and where it stood among its like. */
interface FocusedChip {
  element: Element;
  /** Of the `data-chip` around it; absent for what is no chip. */
  kind: string | undefined;
  index: number;
}

/**
 * Keeps the focus in a row of chips when the one that has it goes away, whoever took it: the next of its kind gets it,
 * else the one before, else the button that filters are set with. Left alone, the next Tab would begin at the top of the
 * page.
 */
export function useChipFocus(row: RefObject<HTMLElement | null>): void {
  const last = useRef<FocusedChip | null>(null);
  useEffect(() => {
    const remember = ({ target }: FocusEvent): void => {
      last.current = target instanceof Element && row.current?.contains(target) ? chipAt(row.current, target) : null;
    };
    document.addEventListener('focusin', remember);
    return () => document.removeEventListener('focusin', remember);
  }, [row]);
  useLayoutEffect(() => {
    const was = last.current;
    if (!was || was.element.isConnected || document.activeElement !== document.body) return;
    last.current = null;
    const likes = was.kind === undefined ? [] : chipsOf(row.current, was.kind);
    const heir = likes[Math.min(was.index, likes.length - 1)];
    const button = heir instanceof HTMLButtonElement ? heir : heir?.querySelector('button');
    if (button) button.focus();
    else focusFiltersButton();
  });
}

function chipAt(row: HTMLElement, element: Element): FocusedChip {
  const chip = element.closest<HTMLElement>('[data-chip]');
  const kind = chip?.dataset.chip;
  return { element, kind, index: chip && kind ? chipsOf(row, kind).indexOf(chip) : -1 };
}

function chipsOf(row: HTMLElement | null, kind: string): HTMLElement[] {
  return [...(row?.querySelectorAll<HTMLElement>(`[data-chip="${kind}"]`) ?? [])];
}
