'use client';

import { useEffect, useRef } from 'react';
import { keyName, beginsSequence } from './key-names.ts';

type Shortcuts = Record<string, (event: KeyboardEvent) => void>;

/** Also while someone types or a dialog is open. */
const everywhere: ReadonlySet<string> = new Set(['Mod+k']);

/** How long the second key of a sequence may take. */
const sequenceMs = 1_200;

/**
 * Shortcuts of the page by name: `c`, `?`, `ArrowUp`, `Shift+ArrowUp`, `Mod+z` (⌘ or Ctrl), `g b` (one after the other).
 * They rest while someone types, and while a modal dialog or a menu is open.
 */
export function useShortcuts(shortcuts: Shortcuts): void {
  const current = useRef(shortcuts);
  useEffect(() => {
    current.current = shortcuts;
  });
  useEffect(() => {
    let prefix: { key: string; untilMs: number } | null = null;
    const press = (event: KeyboardEvent): void => {
      const name = keyName(event);
      if (event.defaultPrevented || name === null) return;
      if (!everywhere.has(name) && rests(event.target, name)) return;
      const first = prefix && prefix.untilMs > event.timeStamp ? prefix.key : null;
      // Every listener waits for the second key, so that no other one takes it as a shortcut of its own.
      prefix = first === null && beginsSequence(name) ? { key: name, untilMs: event.timeStamp + sequenceMs } : null;
      current.current[first === null ? name : `${first} ${name}`]?.(event);
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
}

function rests(target: EventTarget | null, name: string): boolean {
  const typing = 'input:not([type=range]):not([type=checkbox]), textarea, select, [contenteditable], [role=menu]';
  // Browsers take typed text back, never a choice or a day; `data-undoable` says that the page does.
  const isForPage = name === 'Mod+z' && target instanceof HTMLElement && target.matches('[data-undoable]');
  if (!isForPage && target instanceof HTMLElement && target.closest(typing)) return true;
  return document.querySelector('[role=dialog], [role=alertdialog], [role=menu]') !== null;
}
