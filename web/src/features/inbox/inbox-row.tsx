'use client';

import type { InboxItem, InboxKind } from '@podium/board';
import { ChevronRight } from 'lucide-react';
import Link from 'next/link';
import { useState, type ReactNode } from 'react';
import { Button } from '@/components/button.tsx';
import { PriorityGlyph } from '@/components/priority-glyph.tsx';
import { Ago } from '@/components/times.tsx';
import { boardHref } from '@/lib/board/board-href.ts';
import { cx } from '@/lib/ui/class-names.ts';
import { inboxText, kindLabels } from './inbox-words.ts';

const signs: Record<InboxKind, { sign: string; colour: string }> = {
  permission: { sign: '❚❚', colour: 'text-waiting' },
  question: { sign: '?', colour: 'text-waiting' },
  plan: { sign: '◇', colour: 'text-planning' },
  failure: { sign: '✕', colour: 'text-failed' },
  review: { sign: '◉', colour: 'text-human-review' },
};

/** One thing that waits; what an agent waits for is answered right here. */
export function InboxRow({ item, children }: { item: InboxItem; children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const { sign, colour } = signs[item.kind];
  const href = boardHref(item.project_id, { taskId: item.task_id });
  return (
    <li
      data-inbox-item={item.id}
      data-testid={`inbox-${item.kind}`}
      tabIndex={-1}
      className="rounded-card border border-line bg-surface focus-visible:outline-2"
    >
      <div className="flex items-start gap-3 px-3 py-2.5">
        <span
          role="img"
          aria-label={kindLabels[item.kind]}
          className={cx('mt-0.5 w-4 shrink-0 text-center text-[11px]', colour)}
        >
          {sign}
        </span>
        <div className="min-w-0 flex-1">
          <Link href={href} prefetch={false} className="font-medium break-words hover:underline">
            {item.task_title}
          </Link>
          <p className="line-clamp-2 break-words text-muted">{inboxText(item)}</p>
          <p className="mt-0.5 flex items-center gap-2 text-meta text-faint">
            <PriorityGlyph priority={item.priority} />
            <span className="truncate">{item.project_name}</span> · <Ago time={item.since} className="shrink-0" />
          </p>
        </div>
        {item.gate ? (
          <Button
            tone="primary"
            size="small"
            data-answer=""
            aria-expanded={open}
            aria-keyshortcuts="A"
            onClick={() => setOpen(!open)}
          >
            Answer
          </Button>
        ) : (
          <Link
            href={href}
            prefetch={false}
            data-answer=""
            className="inline-flex h-6 shrink-0 items-center gap-1 rounded-card border border-line-strong px-2 text-meta font-medium hover:bg-hover"
          >
            {item.kind === 'review' ? 'Look' : 'Open'} <ChevronRight aria-hidden="true" className="size-3" />
          </Link>
        )}
      </div>
      {open && item.gate && <div className="border-t border-line p-3">{children}</div>}
    </li>
  );
}
