import type { FocusEvent } from 'react';

/** For a field that gets the focus with a text in it: whoever edits it mostly goes on writing. */
export function caretToEnd({ target }: FocusEvent<HTMLInputElement | HTMLTextAreaElement>): void {
  target.setSelectionRange(target.value.length, target.value.length);
}
