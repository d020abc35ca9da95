'use client';

import { useEffect, useRef } from 'react';

type Shortcuts = Record<string, (event: KeyboardEvent) => void>;

/**
 * Single-key shortcuts of the page, by `event.key` (letters in lower case). They rest while someone types, while a modal
 * dialog or a menu is open, and with a modifier held.
 */
export function useShortcuts(shortcuts: Shortcuts): void {
  const current = useRef(shortcuts);
  useEffect(() => {
    current.current = shortcuts;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || rests(event.target)) return;
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      current.current[key]?.(event);
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
}

function rests(target: EventTarget | null): boolean {
  const typing = 'input:not([type=range]), textarea, select, [contenteditable], [role=menu]';
  if (target instanceof HTMLElement && target.closest(typing)) return true;
  return document.querySelector('[role=dialog], [role=alertdialog], [role=menu]') !== null;
}
