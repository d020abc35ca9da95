'use client';

import { useReturnedFocus } from '@/lib/ui/opener.ts';

interface OpeningProps {
  label: string;
  /** Gets all that was typed so far, for the dialog to go on with. */
  onTyped?: (text: string) => void;
  onClose: () => void;
}

/**
 * Stands for a dialog whose code is still being fetched: the page's shortcuts rest from the moment that it was asked
 * for, so that what is typed ahead does nothing to the page.
 */
export function Opening({ label, onTyped, onClose }: OpeningProps) {
  useReturnedFocus();
  return (
    <div role="dialog" aria-label={label} aria-busy="true" className="sr-only">
      <input
        autoFocus
        aria-label={label}
        onChange={(event) => onTyped?.(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onClose();
        }}
      />
    </div>
  );
}
