'use client';

import * as Tooltip from '@radix-ui/react-tooltip';
import type { ComponentProps } from 'react';
import { cx } from '@/lib/ui/class-names.ts';
import { Kbd } from './kbd.tsx';

interface IconButtonProps extends ComponentProps<'button'> {
  /** What it does; its accessible name and its tooltip. */
  label: string;
  shortcut?: string;
}

/** A button that is only a sign. Its tooltip says what it does and which key does the same. */
export function IconButton({ label, shortcut, className, type = 'button', ...props }: IconButtonProps) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>
        <button
          type={type}
          aria-label={label}
          aria-keyshortcuts={shortcut}
          className={cx(
            'inline-flex size-7 shrink-0 items-center justify-center rounded-card text-muted transition-colors duration-100 hover:bg-hover hover:text-text disabled:opacity-50 [&>svg]:size-4',
            className,
          )}
          {...props}
        />
      </Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content
          sideOffset={6}
          collisionPadding={8}
          className="z-60 flex animate-enter items-center gap-2 rounded-card border border-line-strong bg-raised px-2 py-1 text-meta text-text shadow-dialog"
        >
          {label}
          {shortcut && <Kbd>{shortcut}</Kbd>}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
