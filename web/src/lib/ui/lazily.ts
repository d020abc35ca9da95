'use client';

import { createElement, lazy, useState, type ComponentType } from 'react';

/** Longer than a page takes to load, for browsers that can't tell when they are idle. */
const loadedByMs = 1_500;
const retryAfterMs = 2_000;
/** Longer than a restart of the server takes. What can't be had by then is gone, for example with an older version. */
const mostTriesOnline = 30;

/**
 * A component that is not part of the page's first load. It is fetched as soon as the browser is idle, so that it is
 * there when it is needed; it has to be rendered below a Suspense. While the connection is away it is waited for: a part
 * that is missing takes nothing else from the page.
 */
export function lazily<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let loaded: ComponentType<P> | undefined;
  const keep = async (): Promise<ComponentType<P>> => (loaded = await load());
  if (typeof window !== 'undefined') whenIdle(keep);
  const awaited = lazy(async () => ({ default: await patiently(keep) }));
  // React would wait for what is there already, too, and it shows what it waited for only some hundred milliseconds later.
  return function Lazily(props: P) {
    const [Part] = useState<ComponentType<P>>(() => loaded ?? awaited);
    return createElement(Part, props);
  };
}

/** @throws what `load` throws at last; at once where it is not the fetching that fails */
export async function patiently<T>(load: () => Promise<T>): Promise<T> {
  for (let tries = 1; ;) {
    try {
      return await load();
    } catch (error) {
      const isUnfetched = error instanceof Error && error.name === 'ChunkLoadError';
      if (!isUnfetched || tries >= mostTriesOnline) throw error;
      if (navigator.onLine) tries += 1;
      await new Promise((resolve) => setTimeout(resolve, retryAfterMs));
    }
  }
}

function whenIdle(load: () => Promise<unknown>): void {
  const loadAhead = (): void => {
    // What can't be fetched ahead is fetched when it is needed.
    load().then(undefined, () => undefined);
  };
  if ('requestIdleCallback' in window) window.requestIdleCallback(loadAhead, { timeout: loadedByMs });
  else setTimeout(loadAhead, loadedByMs);
}
