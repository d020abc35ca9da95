'use client';

import { useState } from 'react';

/**
 * What a field shows of a value that others change, too: the newest, unless it was edited here since. Without it an undo
 * would leave in the field what it took back.
 */
export function useFollowed<T>(value: T, isSame: (one: T, other: T) => boolean = Object.is): [T, (shown: T) => void] {
  const [shown, setShown] = useState(value);
  const [seen, setSeen] = useState(value);
  if (!isSame(seen, value)) {
    setSeen(value);
    if (isSame(shown, seen)) setShown(value);
  }
  return [shown, setShown];
}
