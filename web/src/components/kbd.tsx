'use client';

import { keyHint, useIsApple } from '@/lib/ui/key-hints.ts';

interface KbdProps {
  /** As shortcuts call them: `J`, `Escape`, `Mod+Enter`. */
  keys: string;
}

/** A key, or several that are held together, as they are printed on the person's keyboard. */
export function Kbd({ keys }: KbdProps) {
  return (
    <kbd className="inline-flex h-4.5 min-w-4.5 items-center justify-center rounded border border-line-strong bg-canvas px-1 font-sans text-[11px] leading-none text-muted">
      {keyHint(keys, useIsApple())}
    </kbd>
  );
}
