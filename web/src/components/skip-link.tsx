'use client';

import type { RefObject } from 'react';

/** The first stop of Tab: past the rail, which every page has, to what this page is for. Seen only while it has the focus. */
export function SkipLink({ to }: { to: RefObject<HTMLElement | null> }) {
  return (
    <button
      type="button"
      onClick={() => to.current?.focus()}
      className="sr-only focus-visible:not-sr-only focus-visible:fixed focus-visible:top-2 focus-visible:left-2 focus-visible:z-60 focus-visible:rounded-card focus-visible:bg-raised focus-visible:px-3 focus-visible:py-1.5 focus-visible:font-medium focus-visible:shadow-dialog"
    >
      Skip to the content
    </button>
  );
}
