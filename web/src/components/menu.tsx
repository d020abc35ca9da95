'use client';

import * as Dropdown from '@radix-ui/react-dropdown-menu';
import { Check } from 'lucide-react';
import { useRef, type ComponentProps, type FocusEvent, type ReactNode } from 'react';
import { cx } from '@/lib/ui/class-names.ts';
import { isOnKeyboard } from '@/lib/ui/opener.ts';

const surface =
  'z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-44 animate-enter overflow-y-auto rounded-dialog bg-raised p-1 shadow-dialog';
const row =
  'flex h-7 items-center gap-2 rounded-card px-2 outline-none select-none data-[highlighted]:bg-hover data-[disabled]:opacity-50 [&>svg]:size-3.5';

interface MenuProps {
  trigger: ReactNode;
  children: ReactNode;
  label: string;
  /** Opens as it is made. */
  defaultOpen?: boolean;
}

export function Menu({ trigger, children, label, defaultOpen }: MenuProps) {
  const entered = useRef(false);
  /** It has not seen the key that it was opened with, and would not go to its first item as it does from then on. */
  const enter = ({ target, currentTarget }: FocusEvent<HTMLElement>): void => {
    if (entered.current || !defaultOpen) return;
    entered.current = true;
    if (target === currentTarget && isOnKeyboard()) firstItem(currentTarget)?.focus();
  };
  return (
    <Dropdown.Root modal={false} {...(defaultOpen ? { defaultOpen } : {})}>
      <Dropdown.Trigger asChild>{trigger}</Dropdown.Trigger>
      <Dropdown.Portal>
        <Dropdown.Content
          align="end"
          sideOffset={4}
          collisionPadding={8}
          aria-label={label}
          onFocus={enter}
          className={surface}
        >
          {children}
        </Dropdown.Content>
      </Dropdown.Portal>
    </Dropdown.Root>
  );
}

function firstItem(menu: HTMLElement): HTMLElement | null {
  return menu.querySelector('[role^=menuitem]:not([aria-disabled=true])');
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

const sign = 'ml-auto inline-flex size-3.5 items-center justify-center';

/** One of several that can be chosen together; the menu stays open. */
export function MenuCheckbox({ children, ...props }: ComponentProps<typeof Dropdown.CheckboxItem>) {
  return (
    <Dropdown.CheckboxItem className={row} onSelect={(event) => event.preventDefault()} {...props}>
      {children}
      <span className={sign}>
        <Dropdown.ItemIndicator>
          <Check aria-hidden="true" className="size-3.5 text-accent" />
        </Dropdown.ItemIndicator>
      </span>
    </Dropdown.CheckboxItem>
  );
}

/** One of several of which exactly one is chosen; the menu stays open. */
export function MenuRadio({ children, ...props }: ComponentProps<typeof Dropdown.RadioItem>) {
  return (
    <Dropdown.RadioItem className={row} onSelect={(event) => event.preventDefault()} {...props}>
      {children}
      <span className={sign}>
        <Dropdown.ItemIndicator>
          <Check aria-hidden="true" className="size-3.5 text-accent" />
        </Dropdown.ItemIndicator>
      </span>
    </Dropdown.RadioItem>
  );
}

export function MenuRadioGroup({ children, ...props }: ComponentProps<typeof Dropdown.RadioGroup>) {
  return <Dropdown.RadioGroup {...props}>{children}</Dropdown.RadioGroup>;
}
