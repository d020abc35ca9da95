import type { ReactNode } from 'react';
import { cx } from '@/lib/ui/class-names.ts';

const tones = { plain: 'bg-canvas', warning: 'bg-past-soft', failed: 'bg-failed-soft' };

/** One line above the tabs' content. */
export function Strip({
  label,
  tone = 'plain',
  children,
}: {
  label: string;
  tone?: keyof typeof tones;
  children: ReactNode;
}) {
  return (
    <section
      aria-label={label}
      data-testid="session-attention"
      className={cx('flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-4 py-2', tones[tone])}
    >
      {children}
    </section>
  );
}
