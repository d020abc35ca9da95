'use client';

import { useCallback, useLayoutEffect, useRef } from 'react';

/** A function whose identity never changes and that always runs the newest version: for listeners that are set up once. */
export function useStable<A extends unknown[], R>(callback: (...args: A) => R): (...args: A) => R {
  const newest = useRef(callback);
  useLayoutEffect(() => {
    newest.current = callback;
  });
  return useCallback((...args: A) => newest.current(...args), []);
}
