import { Store } from '../store.ts';

export interface PreferredModel {
  provider_id: string;
  model_id: string;
  label: string;
}

/** What a person chose for this browser. */
export interface Preferences {
  /** Tells of what waits, while the page is not looked at. */
  notifications: boolean;
  /** A short sound with it. */
  sound: boolean;
  /** Answers wherever a project offers it and nothing else was chosen; null: the default of the project. */
  model: PreferredModel | null;
}

const key = 'podium.preferences';
const initial: Preferences = { notifications: false, sound: false, model: null };

/** Kept in this browser; every tab follows. */
export const preferences = new Store<Preferences>(initial);

/** Reads what is kept, and follows changes in other tabs; call the answer to end that. */
export function keepPreferences(): () => void {
  const load = (): void => preferences.set(parsed(localStorage.getItem(key)));
  const changed = (event: StorageEvent): void => {
    if (event.key === key) load();
  };
  load();
  window.addEventListener('storage', changed);
  return () => window.removeEventListener('storage', changed);
}

export function prefer(change: Partial<Preferences>): void {
  const next = { ...preferences.get(), ...change };
  localStorage.setItem(key, JSON.stringify(next));
  preferences.set(next);
}

function parsed(kept: string | null): Preferences {
  const value: unknown = kept ? JSON.parse(kept) : null;
  return typeof value === 'object' ? { ...initial, ...value } : initial;
}
