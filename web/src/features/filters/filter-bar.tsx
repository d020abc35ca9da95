'use client';

import type { SavedViewView } from '@podium/board';
import { X } from 'lucide-react';
import { priorityLabels } from '@/components/priority-glyph.tsx';
import type { Arrangement } from '@/lib/board/arrange.ts';
import {
  boardParams,
  filterCount,
  isFiltered,
  parseBoardQuery,
  toggled,
  withoutFilters,
  type BoardQuery,
} from '@/lib/board/board-query.ts';
import { statusLabels } from '@/lib/board/statuses.ts';
import { useNameOf } from '@/lib/people.ts';
import { cx } from '@/lib/ui/class-names.ts';

interface FilterBarProps {
  query: BoardQuery;
  arrangement: Arrangement;
  savedViews: readonly SavedViewView[];
  onLook: (change: Partial<BoardQuery>) => void;
  onDeleteView: (view: SavedViewView) => void;
}

/** The saved views, and what is left out now; nothing where there is neither. */
export function FilterBar({ query, arrangement, savedViews, onLook, onDeleteView }: FilterBarProps) {
  const now = boardParams(query).toString();
  if (savedViews.length === 0 && !isFiltered(query)) return null;
  return (
    <div className="flex min-h-8 flex-wrap items-center gap-1.5 px-4 pb-2 text-meta" data-testid="filter-bar">
      {savedViews.map((view) => {
        const chosen = boardParams(parseBoardQuery(new URLSearchParams(view.query))).toString() === now;
        return (
          <span
            key={view.id}
            className={cx(
              'inline-flex h-6 items-center rounded-full border',
              chosen ? 'border-accent bg-accent-soft text-accent' : 'border-line text-muted hover:border-line-strong',
            )}
          >
            <button
              type="button"
              aria-pressed={chosen}
              onClick={() => onLook(parseBoardQuery(new URLSearchParams(chosen ? '' : view.query)))}
              className="h-full rounded-full px-2.5 font-medium"
            >
              {view.name}
            </button>
            {chosen && (
              <button
                type="button"
                aria-label={`Delete the view ${view.name}`}
                onClick={() => onDeleteView(view)}
                className="-ml-1.5 inline-flex size-6 items-center justify-center rounded-full"
              >
                <X aria-hidden="true" className="size-3" />
              </button>
            )}
          </span>
        );
      })}
      <Chips query={query} onLook={onLook} />
      {isFiltered(query) && (
        <>
          <span role="status" className="text-faint tabular-nums">
            {arrangement.matchCount} of {arrangement.totalCount}
          </span>
          <button
            type="button"
            onClick={() => onLook(withoutFilters(query))}
            className="rounded-card px-1.5 py-0.5 font-medium text-accent hover:underline"
          >
            Show everything
          </button>
        </>
      )}
    </div>
  );
}

function Chips({ query, onLook }: Pick<FilterBarProps, 'query' | 'onLook'>) {
  const nameOf = useNameOf();
  if (filterCount(query) === 0) return null;
  const { labels, priorities, assignees, statuses } = query;
  const chips: { key: string; words: string; without: Partial<BoardQuery> }[] = [
    ...(query.archived ? [{ key: 'archived', words: 'Archived', without: { archived: false } }] : []),
    ...(query.waitsForMe ? [{ key: 'waits', words: 'Waits for me', without: { waitsForMe: false } }] : []),
    ...(query.hasFailure ? [{ key: 'failed', words: 'Has a failure', without: { hasFailure: false } }] : []),
    ...priorities.map((name) => ({
      key: name,
      words: priorityLabels[name],
      without: { priorities: toggled(priorities, name) },
    })),
    ...statuses.map((name) => ({
      key: name,
      words: statusLabels[name],
      without: { statuses: toggled(statuses, name) },
    })),
    ...labels.map((name) => ({ key: `label ${name}`, words: name, without: { labels: toggled(labels, name) } })),
    ...assignees.map((name) => ({
      key: name,
      words: name === 'none' ? 'Nobody' : nameOf(name),
      without: { assignees: toggled(assignees, name) },
    })),
  ];
  return chips.map(({ key, words, without }) => (
    <button
      key={key}
      type="button"
      aria-label={`Without the filter ${words}`}
      onClick={() => onLook(without)}
      className="inline-flex h-6 items-center gap-1 rounded-full bg-active px-2.5 text-text hover:bg-hover"
    >
      {words} <X aria-hidden="true" className="size-3 text-muted" />
    </button>
  ));
}
