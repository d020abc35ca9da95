'use client';

import * as Dialog from '@radix-ui/react-dialog';
import { Menu } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { use, useState } from 'react';
import { Rail } from '@/features/projects/rail.tsx';
import { ThemeContext } from './theme-context.ts';

/** The rail as a drawer, on screens too narrow for it. */
export function MobileNavigation() {
  const theme = use(ThemeContext);
  const pathname = usePathname();
  const [openAt, setOpenAt] = useState<string | null>(null);
  return (
    <Dialog.Root open={openAt === pathname} onOpenChange={(open) => setOpenAt(open ? pathname : null)}>
      <Dialog.Trigger
        aria-label="Menu"
        className="-ml-1.5 inline-flex size-8 shrink-0 items-center justify-center rounded-card text-muted hover:bg-hover md:hidden"
      >
        <Menu aria-hidden="true" className="size-4" />
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-[rgb(0_0_0/0.45)]" />
        <Dialog.Content
          onOpenAutoFocus={(event) => event.preventDefault()}
          aria-describedby={undefined}
          className="fixed inset-y-0 left-0 z-50 w-64 bg-rail shadow-dialog"
        >
          <Dialog.Title className="sr-only">Menu</Dialog.Title>
          <Rail collapsed={false} theme={theme} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
