'use client';

import { useEffect, type RefObject } from 'react';
import { isInOverlay } from './opener.ts';

/** Without text fields: keys that are meant for the page would end in them. */
const controls =
  'a[href], button:enabled, select:enabled, summary, input[type=checkbox]:enabled, input[type=radio]:enabled';
/** What was around it in a narrow sense. */
const sections = 'section, fieldset, [role=tabpanel]';

/**
 * Keeps the focus in a part of the page when what has it goes away, such as an editor that was saved or a gate that was
 * answered: the first control of what was around it gets it, or else the content of the page. Left alone, the next Tab
 * would begin at the top of the page.
 */
export function useHeldFocus(part: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const root = part.current;
    if (!root) return undefined;
    /** What had the focus last, then everything around it. */
    let path: readonly Element[] = [];
    const remember = ({ target }: FocusEvent): void => {
      path = target instanceof Element ? around(target, root) : [];
    };
    const leave = ({ relatedTarget }: FocusEvent): void => {
      // What a menu or a dialog does may take away what it was opened from.
      if (relatedTarget instanceof Element && !root.contains(relatedTarget) && !isInOverlay(relatedTarget)) path = [];
    };
    const hold = (): void => {
      if (!path[0] || path[0].isConnected || document.activeElement !== document.body) return;
      heirOf(path.filter(({ isConnected }) => isConnected))?.focus();
    };
    const observer = new MutationObserver(hold);
    observer.observe(root, { childList: true, subtree: true });
    root.addEventListener('focusin', remember);
    root.addEventListener('focusout', leave);
    return () => {
      observer.disconnect();
      root.removeEventListener('focusin', remember);
      root.removeEventListener('focusout', leave);
    };
  }, [part]);
}

function around(element: Element, root: Element): Element[] {
  const path: Element[] = [];
  for (let at: Element | null = element; at && at !== root; at = at.parentElement) path.push(at);
  return [...path, root];
}

/** @param around what is left of what was around it, the nearest first */
function heirOf(around: readonly Element[]): HTMLElement | undefined {
  const section = around.findIndex((element) => element.matches(sections));
  const near = section === -1 ? around : around.slice(0, section + 1);
  return (
    near.map(firstControl).find((control) => control !== undefined) ??
    around.find((element): element is HTMLElement => element instanceof HTMLElement && element.tabIndex >= 0) ??
    around.at(-1)?.closest<HTMLElement>('main') ??
    undefined
  );
}

function firstControl(element: Element): HTMLElement | undefined {
  return [...element.querySelectorAll<HTMLElement>(controls)].find(
    (control) => control.tabIndex >= 0 && control.checkVisibility(),
  );
}
