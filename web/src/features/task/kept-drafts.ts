/** A draft that survives a reload, in this browser. */
export function keptDraft<T>(key: string): { read: () => T | null; write: (draft: T | null) => void } {
  const name = `podium.draft.${key}`;
  return {
    read: () => {
      const kept = typeof window === 'undefined' ? null : localStorage.getItem(name);
      return kept === null ? null : (JSON.parse(kept) as T);
    },
    write: (draft) => {
      if (draft === null) localStorage.removeItem(name);
      else localStorage.setItem(name, JSON.stringify(draft));
    },
  };
}
