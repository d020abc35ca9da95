'use client';

import type { SavedViewView } from '@podium/board';
import { useRef } from 'react';
import type { Arrangement } from '@/lib/board/arrange.ts';
import { isFiltered, withoutFilters, type BoardQuery } from '@/lib/board/board-query.ts';
import { useMoment } from '@/lib/board/moment-context.ts';
import { cx } from '@/lib/ui/class-names.ts';
import { FilterChips } from './filter-chips.tsx';
import { useChipFocus } from './use-chip-focus.ts';
import { ViewChip } from './view-chip.tsx';

interface FilterBarProps {
  query: BoardQuery;
  arrangement: Arrangement;
  savedViews: readonly SavedViewView[];
  onLook: (change: Partial<BoardQuery>) => void;
  onDeleteView: (view: SavedViewView) => void;
}

/** The saved views, and what is left out now; nothing to see where there is neither. */
export function FilterBar({ query, arrangement, savedViews, onLook, onDeleteView }: FilterBarProps) {
  const row = useRef<HTMLDivElement>(null);
  const isPast = useMoment() !== null;
  const filtered = isFiltered(query);
  const isSeen = filtered || savedViews.length > 0;
  useChipFocus(row);
  return (
    <div
      ref={row}
      role="group"
      aria-label="Views and filters"
      data-testid="filter-bar"
      className={cx(
        'flex flex-wrap items-center gap-1.5 px-4 text-meta',
        isSeen && 'min-h-8 pb-2',
        // The bar above it has an edge then.
        isSeen && isPast && 'pt-2',
      )}
    >
      {savedViews.map((view) => (
        <ViewChip
          key={view.id}
          view={view}
          query={query}
          onLook={onLook}
          onDelete={isPast ? undefined : onDeleteView}
        />
      ))}
      <FilterChips query={query} onLook={onLook} />
      {/* Always there: what appears along with its words is not read out. */}
      <span role="status" className="text-faint tabular-nums">
        {filtered && `${arrangement.matchCount} of ${arrangement.totalCount}`}
      </span>
      {filtered && (
        <button
          type="button"
          onClick={() => onLook(withoutFilters(query))}
          className="rounded-card px-1.5 py-0.5 font-medium text-accent hover:underline"
        >
          Show everything
        </button>
      )}
    </div>
  );
}
