'use client';

import { useEffect } from 'react';

/** The tab's title, once the name is known. */
export function usePageTitle(name: string | undefined): void {
  useEffect(() => {
    if (name) document.title = `${name} · Podium`;
  }, [name]);
}
