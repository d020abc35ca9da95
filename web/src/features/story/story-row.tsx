'use client';

import type { StoryEntry } from '@podium/board';
import { ChevronRight, CornerLeftUp } from 'lucide-react';
import { useState } from 'react';
import { Ago } from '@/components/times.tsx';
import { cx } from '@/lib/ui/class-names.ts';
import { EntryDetails } from './entry-details.tsx';
import { EntryIcon } from './entry-icon.tsx';

interface StoryRowProps {
  entry: StoryEntry;
  /** What it is the consequence of, where that is an entry too. */
  cause: StoryEntry | undefined;
  /** Whether the cause is the entry above: then the line between them says it. */
  isNext: boolean;
  /** Counts how often it was pointed at; each time it lights up. */
  pointedAt: number;
  boardHref: string;
  onShow: (entryId: string) => void;
  onVisit?: (position: number) => void;
}

/** One thing that happened: a sentence, since when, because of what, and the details on demand. */
export function StoryRow({ entry, cause, isNext, pointedAt, boardHref, onShow, onVisit }: StoryRowProps) {
  const [open, setOpen] = useState(false);
  const refused = entry.kind === 'refused';
  return (
    <li
      data-entry={entry.id}
      data-kind={entry.kind}
      data-type={entry.type}
      tabIndex={-1}
      className="group relative flex animate-appear gap-2.5 pb-2.5 focus-visible:outline-none"
    >
      <span aria-hidden="true" className="absolute top-6 bottom-0 left-[11px] w-px bg-line group-last:hidden" />
      <span
        className={cx(
          'z-[1] mt-px inline-flex size-6 shrink-0 items-center justify-center rounded-full border bg-surface',
          refused ? 'border-failed/50' : 'border-line',
        )}
      >
        <EntryIcon entry={entry} />
      </span>
      <div className="min-w-0 flex-1">
        <div
          key={pointedAt}
          className={cx('-mx-1.5 rounded-card px-1.5', pointedAt > 0 && 'animate-pointed', refused && 'bg-failed-soft')}
        >
          <button
            type="button"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
            className="flex w-full items-start gap-2 py-0.5 text-left"
          >
            <span className={cx('min-w-0 flex-1 break-words', refused && 'text-failed')}>
              {refused && <span className="mr-1 font-semibold">Refused </span>}
              {entry.title}
            </span>
            <Ago time={entry.time} className="shrink-0 text-meta leading-5 text-faint tabular-nums" />
            <ChevronRight
              aria-hidden="true"
              className={cx(
                'mt-[3px] size-3.5 shrink-0 text-faint transition-transform duration-100',
                open && 'rotate-90',
              )}
            />
          </button>
          {cause && !isNext && (
            <button
              type="button"
              aria-label={`Because: ${cause.title}`}
              onClick={() => onShow(cause.id)}
              className="flex max-w-full items-center gap-1 pb-0.5 text-meta text-faint hover:text-accent"
            >
              <CornerLeftUp aria-hidden="true" className="size-3 shrink-0" />
              <span className="truncate">{cause.title}</span>
            </button>
          )}
        </div>
        {open && (
          <EntryDetails
            entry={entry}
            boardHref={boardHref}
            onShowCause={cause && (() => onShow(cause.id))}
            {...(onVisit ? { onVisit } : {})}
          />
        )}
      </div>
    </li>
  );
}
