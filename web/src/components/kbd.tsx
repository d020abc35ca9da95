import type { ReactNode } from 'react';

export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-flex h-4.5 min-w-4.5 items-center justify-center rounded border border-line-strong bg-canvas px-1 font-sans text-[11px] leading-none text-muted">
      {children}
    </kbd>
  );
}
