'use client';

import { Check, Copy } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { IconButton } from '@/components/icon-button.tsx';
import { cx } from '@/lib/ui/class-names.ts';
import { announce } from '@/lib/ui/announcer.ts';
import { notify } from '@/lib/ui/toasts.ts';

const copiedMs = 1_500;

interface CopyButtonProps {
  /** Its accessible name: "Copy the log". */
  label: string;
  /** The subject of what is said then: "The log". */
  what: string;
  text: () => string;
  className?: string;
  /** What is written on it, before its sign; without, it is a sign alone. */
  children?: ReactNode;
}

/** Puts a text on the clipboard, and says so. */
export function CopyButton({ label, what, text, className, children }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), copiedMs);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text());
      setCopied(true);
      announce(`${what} is copied`);
    } catch {
      notify({
        tone: 'error',
        title: `${what} can’t be copied`,
        detail: 'The browser does not allow it. Select the text instead.',
      });
    }
  };
  return (
    <IconButton
      label={label}
      onClick={() => void copy()}
      className={cx(children !== undefined && 'w-auto gap-1.5 px-1.5', className)}
    >
      {children}
      {copied ? <Check aria-hidden="true" className="text-done" /> : <Copy aria-hidden="true" />}
    </IconButton>
  );
}
