import type { FocusEvent } from 'react';

const entered = new WeakSet<Element>();

/**
 * For a field that gets the focus with a text in it: whoever edits it mostly goes on writing. Only the first time: whoever
 * comes back from another window finds the caret where it was.
 */
export function caretToEnd({ target }: FocusEvent<HTMLInputElement | HTMLTextAreaElement>): void {
  if (entered.has(target)) return;
  entered.add(target);
  target.setSelectionRange(target.value.length, target.value.length);
}
