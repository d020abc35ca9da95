'use client';

import { useStore } from '@/lib/store.ts';
import { announcement } from '@/lib/ui/announcer.ts';

/** The page's one live region. */
export function Announcer() {
  return (
    <div role="status" aria-live="polite" className="sr-only">
      {useStore(announcement)}
    </div>
  );
}
