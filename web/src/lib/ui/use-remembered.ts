'use client';

import { useEffect, useState } from 'react';

/** State that survives a reload, under a key of this browser's storage. Starts with `initial` and then takes what is kept. */
export function useRemembered<T extends string | number | boolean>(key: string, initial: T): [T, (value: T) => void] {
  const [value, setValue] = useState(initial);
  useEffect(() => {
    const kept = localStorage.getItem(`podium.${key}`);
    if (kept !== null) setValue(JSON.parse(kept) as T);
  }, [key]);
  const remember = (next: T): void => {
    localStorage.setItem(`podium.${key}`, JSON.stringify(next));
    setValue(next);
  };
  return [value, remember];
}
