'use client';

import { useEffect } from 'react';
import { countedTitle } from '@/features/notifications/page-title.ts';

/** The tab's title, once the name is known. The router may bring the page's general title only after that: it gives way. */
export function usePageTitle(name: string | undefined): void {
  useEffect(() => {
    if (!name) return;
    const title = `${name} · Podium`;
    const show = (): void => {
      if (countedTitle(document.title, 0) !== countedTitle(title, 0)) document.title = title;
    };
    show();
    const observer = new MutationObserver(show);
    observer.observe(document.head, { childList: true, characterData: true, subtree: true });
    return () => observer.disconnect();
  }, [name]);
}
