'use client';

import type { InboxItem, InboxKind } from '@podium/board';
import { ChevronRight, CircleHelp, CircleX, Eye, Hand, ListChecks, type LucideIcon } from 'lucide-react';
import Link from 'next/link';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Button } from '@/components/button.tsx';
import { PriorityGlyph } from '@/components/priority-glyph.tsx';
import { ChangeCounts } from '@/components/result-line.tsx';
import { Ago } from '@/components/times.tsx';
import { boardHref } from '@/lib/board/board-href.ts';
import { cx } from '@/lib/ui/class-names.ts';
import { inboxText, kindLabels } from './inbox-words.ts';

const signs: Record<InboxKind, { Sign: LucideIcon; colour: string }> = {
  permission: { Sign: Hand, colour: 'bg-hover text-waiting' },
  question: { Sign: CircleHelp, colour: 'bg-hover text-waiting' },
  plan: { Sign: ListChecks, colour: 'bg-hover text-planning' },
  failure: { Sign: CircleX, colour: 'bg-hover text-failed' },
  review: { Sign: Eye, colour: 'bg-hover text-human-review' },
};

/** One thing that waits; what an agent waits for is answered right here. */
export function InboxRow({ item, children }: { item: InboxItem; children: ReactNode }) {
  const [opened, setOpened] = useState<'with pointer' | 'with key' | null>(null);
  const open = opened !== null;
  const answers = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (opened === 'with key') answers.current?.querySelector<HTMLElement>('button, input')?.focus();
  }, [opened]);
  const { Sign, colour } = signs[item.kind];
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
          className={cx('mt-0.5 inline-flex size-7 shrink-0 items-center justify-center rounded-card', colour)}
        >
          <Sign aria-hidden="true" className="size-4" />
        </span>
        <div className="min-w-0 flex-1">
          <Link href={href} prefetch={false} dir="auto" className="font-medium break-words hover:underline">
            {item.task_title}
          </Link>
          <p className="line-clamp-2 break-words text-muted">{inboxText(item)}</p>
          <p className="mt-0.5 flex flex-wrap items-center gap-x-2 text-meta text-faint">
            <PriorityGlyph priority={item.priority} />
            <span className="min-w-0 truncate">{item.project_name}</span> ·{' '}
            <Ago time={item.since} className="shrink-0" />
            {item.changes && (
              <>
                <span className="max-sm:hidden">·</span> <ChangeCounts changes={item.changes} />
              </>
            )}
          </p>
        </div>
        {item.gate ? (
          <Button
            tone="primary"
            size="small"
            data-answer=""
            aria-expanded={open}
            aria-keyshortcuts="A"
            // A click that no pointer made counts no presses.
            onClick={({ detail }) => setOpened(open ? null : detail === 0 ? 'with key' : 'with pointer')}
          >
            Answer <span className="sr-only">{item.task_title}</span>
          </Button>
        ) : (
          <Link
            href={href}
            prefetch={false}
            data-answer=""
            className="inline-flex h-6 shrink-0 items-center gap-1 rounded-card border border-line-strong px-2 text-meta font-medium hover:bg-hover"
          >
            {item.kind === 'review' ? 'Look' : 'Open'} <span className="sr-only">{item.task_title}</span>
            <ChevronRight aria-hidden="true" className="size-3" />
          </Link>
        )}
      </div>
      {open && item.gate && (
        <div ref={answers} className="border-t border-line p-3">
          {children}
        </div>
      )}
    </li>
  );
}
