'use client';

import type { SavedViewView } from '@podium/board';
import { X } from 'lucide-react';
import { everything, isSameLook, parseBoardQuery, type BoardQuery } from '@/lib/board/board-query.ts';
import { cx } from '@/lib/ui/class-names.ts';

interface ViewChipProps {
  view: SavedViewView;
  query: BoardQuery;
  onLook: (change: Partial<BoardQuery>) => void;
  /** Absent where nothing can be changed: in the past. */
  onDelete: ((view: SavedViewView) => void) | undefined;
}

/** A saved view, to be taken and left again; deleted only while one looks through it. */
export function ViewChip({ view, query, onLook, onDelete }: ViewChipProps) {
  const look = parseBoardQuery(new URLSearchParams(view.query));
  const chosen = isSameLook(look, query);
  return (
    <span
      data-chip="view"
      title={view.name}
      className={cx(
        'inline-flex h-6 max-w-60 items-center rounded-full border',
        chosen ? 'border-accent bg-accent-soft text-accent' : 'border-line text-muted hover:border-line-strong',
      )}
    >
      <button
        type="button"
        aria-pressed={chosen}
        onClick={() => onLook(chosen ? everything : look)}
        className="h-full min-w-0 truncate rounded-full px-2.5 font-medium"
      >
        {view.name}
      </button>
      {chosen && onDelete && (
        <button
          type="button"
          aria-label={`Delete the view ${view.name}`}
          onClick={() => onDelete(view)}
          className="-ml-1.5 inline-flex size-6 shrink-0 items-center justify-center rounded-full"
        >
          <X aria-hidden="true" className="size-3" />
        </button>
      )}
    </span>
  );
}
