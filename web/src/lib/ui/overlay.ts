import { Store } from '../store.ts';

/** What any page can open over itself. */
export const overlay = new Store<'palette' | 'shortcuts' | null>(null);
