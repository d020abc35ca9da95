'use client';

import { useSyncExternalStore } from 'react';

/** How people read a key: on Apple's machines, and elsewhere. Keys that are not in it read as they are called. */
const signs: Readonly<Record<string, readonly [apple: string, elsewhere: string]>> = {
  Mod: ['⌘', 'Ctrl'],
  Shift: ['⇧', 'Shift'],
  Enter: ['↵', '↵'],
  Escape: ['Esc', 'Esc'],
  Delete: ['Del', 'Del'],
  ArrowLeft: ['←', '←'],
  ArrowRight: ['→', '→'],
  ArrowUp: ['↑', '↑'],
  ArrowDown: ['↓', '↓'],
};

/** How `aria-keyshortcuts` calls the keys that it doesn't call as we do. */
const ariaNames: Readonly<Record<string, readonly [apple: string, elsewhere: string]>> = { Mod: ['Meta', 'Control'] };

/** Keys as they are printed on the person's keyboard: `Mod+Enter` is "⌘↵" on Apple's machines and "Ctrl+↵" elsewhere. */
export function keyHint(keys: string, apple: boolean): string {
  return keys
    .split('+')
    .map((key) => signs[key]?.[apple ? 0 : 1] ?? key)
    .join(apple ? '' : '+');
}

/** The same keys as a value of `aria-keyshortcuts`. */
export function ariaKeys(keys: string, apple: boolean): string {
  return keys
    .split('+')
    .map((key) => ariaNames[key]?.[apple ? 0 : 1] ?? key)
    .join('+');
}

/** Whether the keyboard is one of Apple's, where ⌘ is what Ctrl is elsewhere. The server doesn't know: there it is not. */
export function useIsApple(): boolean {
  return useSyncExternalStore(neverChanges, isApple, () => false);
}

function isApple(): boolean {
  return /Macintosh|iPhone|iPad|iPod/.test(navigator.userAgent);
}

function neverChanges(): () => void {
  return () => undefined;
}
