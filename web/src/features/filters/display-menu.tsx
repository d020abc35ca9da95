'use client';

import { SlidersHorizontal } from 'lucide-react';
import { MenuButton } from '@/components/menu-button.tsx';
import { lazily } from '@/lib/ui/lazily.ts';
import type { DisplayMenuProps } from './display-menu-items.tsx';

const DisplayMenuItems = lazily(async () => (await import('./display-menu-items.tsx')).DisplayMenuItems);

export function DisplayMenu(props: DisplayMenuProps) {
  return (
    <MenuButton
      label="Display"
      className="inline-flex size-7 shrink-0 items-center justify-center rounded-card text-muted hover:bg-hover hover:text-text data-[state=open]:bg-active"
      sign={<SlidersHorizontal aria-hidden="true" className="size-4" />}
    >
      <DisplayMenuItems {...props} />
    </MenuButton>
  );
}
