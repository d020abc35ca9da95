'use client';

import { Suspense, useState, type ReactNode } from 'react';
import { lazily } from '@/lib/ui/lazily.ts';

const Menu = lazily(async () => (await import('./menu.tsx')).Menu);

interface MenuButtonProps {
  /** What the button is called. */
  label: string;
  /** What the menu is called; as the button, where absent. */
  menuLabel?: string;
  className: string;
  disabled?: boolean;
  sign: ReactNode;
  /** The items, in a component that is loaded when it is needed. */
  children: ReactNode;
}

/** A button with a menu that is made when it is first asked for: a board has hundreds of them. */
export function MenuButton({ label, menuLabel = label, className, disabled, sign, children }: MenuButtonProps) {
  const [asked, setAsked] = useState(false);
  const plain = (
    <button
      type="button"
      aria-label={label}
      aria-haspopup="menu"
      disabled={disabled}
      className={className}
      onClick={() => setAsked(true)}
    >
      {sign}
    </button>
  );
  if (!asked) return plain;
  return (
    <Suspense fallback={plain}>
      <Menu
        label={menuLabel}
        defaultOpen
        trigger={
          // It takes the place of the one that had the focus, also for a dialog that is opened from the menu.
          <button type="button" autoFocus aria-label={label} disabled={disabled} className={className}>
            {sign}
          </button>
        }
      >
        {children}
      </Menu>
    </Suspense>
  );
}
