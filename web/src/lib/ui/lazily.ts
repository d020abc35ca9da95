'use client';

import { lazy, type ComponentType, type LazyExoticComponent } from 'react';

/** Longer than a page takes to load, for browsers that can't tell when they are idle. */
const loadedByMs = 1_500;

/**
 * A component that is not part of the page's first load. It is fetched as soon as the browser is idle, so that it is
 * there when it is needed; it has to be rendered below a Suspense.
 */
export function lazily<P extends object>(load: () => Promise<ComponentType<P>>): LazyExoticComponent<ComponentType<P>> {
  if (typeof window !== 'undefined') whenIdle(load);
  return lazy(async () => ({ default: await load() }));
}

function whenIdle(load: () => Promise<unknown>): void {
  const loadAhead = (): void => {
    // What can't be fetched ahead is fetched when it is needed, and fails there.
    load().then(undefined, () => undefined);
  };
  if ('requestIdleCallback' in window) window.requestIdleCallback(loadAhead, { timeout: loadedByMs });
  else setTimeout(loadAhead, loadedByMs);
}
