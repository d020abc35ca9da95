'use client';

import { Inbox } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useInbox } from '@/lib/live/inbox.ts';
import { cx } from '@/lib/ui/class-names.ts';

/** The way to the inbox, with the number of things that wait. */
export function InboxLink({ collapsed }: { collapsed: boolean }) {
  const current = usePathname() === '/inbox';
  const count = useInbox().data?.items.length ?? 0;
  const label = count === 0 ? 'Inbox' : `Inbox, ${count} waiting`;
  return (
    <Link
      href="/inbox"
      prefetch={false}
      aria-label={label}
      aria-current={current ? 'page' : undefined}
      title={collapsed ? label : undefined}
      className={cx(
        'relative flex h-7 shrink-0 items-center gap-2 rounded-card transition-colors duration-100',
        collapsed ? 'justify-center' : 'px-2',
        current ? 'bg-active font-medium text-text' : 'text-muted hover:bg-hover hover:text-text',
      )}
    >
      <Inbox aria-hidden="true" className="size-4 shrink-0 text-muted" />
      {!collapsed && <span className="flex-1">Inbox</span>}
      {count > 0 && (
        <span
          data-testid="inbox-count"
          className={cx(
            'rounded-full bg-accent-fill px-1.5 text-[11px] leading-4.5 font-semibold text-on-accent tabular-nums',
            collapsed && 'absolute -top-1 right-0 px-1 leading-3.5',
          )}
        >
          {count > 99 ? '99+' : count}
        </span>
      )}
    </Link>
  );
}
