'use client';

import { Menu } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { Suspense, useRef, useState } from 'react';
import { lazily } from '@/lib/ui/lazily.ts';

const MobileDrawer = lazily(async () => (await import('./mobile-drawer.tsx')).MobileDrawer);

/** The rail as a drawer, on screens too narrow for it. */
export function MobileNavigation() {
  const pathname = usePathname();
  const button = useRef<HTMLButtonElement>(null);
  const [openAt, setOpenAt] = useState<string | null>(null);
  const close = (): void => {
    setOpenAt(null);
    button.current?.focus();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-label="Menu"
        aria-haspopup="dialog"
        aria-expanded={openAt === pathname}
        onClick={() => setOpenAt(pathname)}
        className="-ml-1.5 inline-flex size-8 shrink-0 items-center justify-center rounded-card text-muted hover:bg-hover md:hidden"
      >
        <Menu aria-hidden="true" className="size-4" />
      </button>
      {openAt === pathname && (
        <Suspense fallback={null}>
          <MobileDrawer onClose={close} />
        </Suspense>
      )}
    </>
  );
}
