'use client';

import { useEffect, useState } from 'react';

/** A number that survives a reload, under a key of this browser's storage. Starts with `initial` and then takes what is kept. */
export function useRemembered(key: string, initial: number): [number, (value: number) => void] {
  const [value, setValue] = useState(initial);
  useEffect(() => {
    const kept = localStorage.getItem(`podium.${key}`);
    if (kept !== null) setValue(Number(kept));
  }, [key]);
  const remember = (next: number): void => {
    localStorage.setItem(`podium.${key}`, String(next));
    setValue(next);
  };
  return [value, remember];
}
