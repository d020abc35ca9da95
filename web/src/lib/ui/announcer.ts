import { Store } from '../store.ts';

/** What a screen reader says next: moves of cards and results of keys, which are seen but not focused. */
export const announcement = new Store('');

export function announce(text: string): void {
  // The same text twice in a row would not be read again.
  announcement.update((before) => (before === text ? `${text}\u00a0` : text));
}
