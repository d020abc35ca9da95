'use client';

import type { ComponentProps } from 'react';
import { cx } from '@/lib/ui/class-names.ts';
import { ariaKeys, useIsApple } from '@/lib/ui/key-hints.ts';
import { hideHint, hint } from '@/lib/ui/tooltip.ts';

interface IconButtonProps extends ComponentProps<'button'> {
  /** What it does; its accessible name and its tooltip. */
  label: string;
  /** As shortcuts call it: `C`, `Escape`, `Mod+Enter`. */
  shortcut?: string;
}

/** A button that is only a sign. Its tooltip says what it does and which key does the same. */
export function IconButton({ label, shortcut, className, type = 'button', ...props }: IconButtonProps) {
  const isApple = useIsApple();
  return (
    <button
      type={type}
      aria-label={label}
      aria-keyshortcuts={shortcut && ariaKeys(shortcut, isApple)}
      {...props}
      onPointerEnter={(event) => {
        if (event.pointerType !== 'touch') hint(event.currentTarget, label, shortcut);
        props.onPointerEnter?.(event);
      }}
      onPointerLeave={(event) => {
        hideHint();
        props.onPointerLeave?.(event);
      }}
      onPointerDown={(event) => {
        hideHint();
        props.onPointerDown?.(event);
      }}
      onFocus={(event) => {
        if (event.currentTarget.matches(':focus-visible')) hint(event.currentTarget, label, shortcut);
        props.onFocus?.(event);
      }}
      onBlur={(event) => {
        hideHint();
        props.onBlur?.(event);
      }}
      className={cx(
        'inline-flex size-7 shrink-0 items-center justify-center rounded-card text-muted transition-colors duration-100 hover:bg-hover hover:text-text disabled:opacity-50 [&>svg]:size-4',
        className,
      )}
    />
  );
}
