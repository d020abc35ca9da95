'use client';

import * as Dialog from '@radix-ui/react-dialog';
import { use, useEffect } from 'react';
import { InboxLink } from '@/features/inbox/inbox-link.tsx';
import { Rail } from '@/features/projects/rail.tsx';
import { isOnKeyboard, useReturnedFocus } from '@/lib/ui/opener.ts';
import { overlay } from '@/lib/ui/overlay.ts';
import { ThemeContext } from './theme-context.ts';

/** The rail over the page. */
export function MobileDrawer({ onClose }: { onClose: () => void }) {
  const theme = use(ThemeContext);
  useReturnedFocus();
  useEffect(() => overlay.subscribe(onClose), [onClose]);
  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-[rgb(0_0_0/0.45)]" />
        <Dialog.Content
          onOpenAutoFocus={(event) => {
            if (!isOnKeyboard()) event.preventDefault();
          }}
          aria-describedby={undefined}
          className="fixed inset-y-0 left-0 z-50 w-64 bg-rail shadow-dialog"
        >
          <Dialog.Title className="sr-only">Menu</Dialog.Title>
          <Rail collapsed={false} theme={theme} inbox={<InboxLink collapsed={false} />} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
