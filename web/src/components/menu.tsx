'use client';

import * as Dropdown from '@radix-ui/react-dropdown-menu';
import type { ComponentProps, ReactNode } from 'react';
import { cx } from '@/lib/ui/class-names.ts';

const surface = 'z-50 min-w-44 animate-enter rounded-dialog bg-raised p-1 shadow-dialog';
const row =
  'flex h-7 items-center gap-2 rounded-card px-2 outline-none select-none data-[highlighted]:bg-hover data-[disabled]:opacity-50 [&>svg]:size-3.5';

export function Menu({ trigger, children, label }: { trigger: ReactNode; children: ReactNode; label: string }) {
  return (
    <Dropdown.Root modal={false}>
      <Dropdown.Trigger asChild>{trigger}</Dropdown.Trigger>
      <Dropdown.Portal>
        <Dropdown.Content align="end" sideOffset={4} collisionPadding={8} aria-label={label} className={surface}>
          {children}
        </Dropdown.Content>
      </Dropdown.Portal>
    </Dropdown.Root>
  );
}

export function MenuItem({ danger, className, ...props }: ComponentProps<typeof Dropdown.Item> & { danger?: boolean }) {
  return <Dropdown.Item className={cx(row, danger && 'text-failed', className)} {...props} />;
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Dropdown.Label className="px-2 pt-1.5 pb-1 text-meta text-faint">{children}</Dropdown.Label>;
}

export function MenuSeparator() {
  return <Dropdown.Separator className="my-1 h-px bg-line" />;
}
