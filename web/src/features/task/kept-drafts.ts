/** Longer ones can't be saved anyway, and would fill the room that the browser gives. */
const mostCharacters = 500_000;

/** A draft that survives a reload, in this browser. */
export function keptDraft<T>(key: string): { read: () => T | null; write: (draft: T | null) => void } {
  const name = `podium.draft.${key}`;
  return {
    read: () => {
      const kept = typeof window === 'undefined' ? null : localStorage.getItem(name);
      return kept === null ? null : (JSON.parse(kept) as T);
    },
    write: (draft) => {
      const kept = JSON.stringify(draft);
      if (draft === null || kept.length > mostCharacters) localStorage.removeItem(name);
      else localStorage.setItem(name, kept);
    },
  };
}
