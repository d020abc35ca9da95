'use client';

import type { ActivityItem } from '@podium/board';
import { useDeferredValue, useMemo, useState } from 'react';
import { ActivityRows, isFoldedKind, type ActivityRow } from '@/lib/output/activity-rows.ts';
import type { OutputLog } from '@/lib/output/output-log.ts';
import { searchActivity, type ActivityMatch } from '@/lib/output/search-activity.ts';

export interface ActivityLog {
  items: readonly ActivityItem[];
  rows: readonly ActivityRow[];
  toggle: (itemId: string) => void;
  showWhole: (itemId: string) => void;
  allOpen: boolean;
  toggleAll: () => void;
  searched: string;
  search: (text: string) => void;
  matches: readonly ActivityMatch[];
  /** Which match is shown; -1 while there is none. */
  matchIndex: number;
  goToMatch: (index: number) => void;
}

/** A log as rows, with what the reader folded out and looks for. */
export function useActivityLog(log: OutputLog): ActivityLog {
  const [maker] = useState(() => new ActivityRows());
  const [finder] = useState(() => new ActivityRows());
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [whole, setWhole] = useState<ReadonlySet<string>>(new Set());
  const [searched, setSearched] = useState('');
  const [matchIndex, setMatchIndex] = useState(-1);
  const { items } = log;
  const rows = useMemo(() => maker.of(items, { open, whole }), [maker, items, open, whole]);
  const deferred = useDeferredValue(searched);
  const matches = useMemo(() => searchActivity(finder, items, deferred), [finder, items, deferred]);
  const foldable = useMemo(() => items.filter(isFoldable).map(({ id }) => id), [items]);
  const allOpen = foldable.length > 0 && foldable.every((id) => open.has(id));

  const goToMatch = (index: number): void => {
    const match = matches.at(matches.length === 0 ? 0 : index % matches.length);
    if (!match) return;
    setOpen((ids) => new Set(ids).add(match.itemId));
    setWhole((ids) => new Set(ids).add(match.itemId));
    setMatchIndex(matches.indexOf(match));
  };
  return {
    items,
    rows,
    toggle: (id) =>
      setOpen((ids) => (ids.has(id) ? new Set([...ids].filter((other) => other !== id)) : new Set(ids).add(id))),
    showWhole: (id) => setWhole((ids) => new Set(ids).add(id)),
    allOpen,
    toggleAll: () => setOpen(allOpen ? new Set() : new Set(foldable)),
    searched,
    search: (text) => {
      setSearched(text);
      setMatchIndex(-1);
    },
    matches,
    matchIndex,
    goToMatch,
  };
}

function isFoldable(item: ActivityItem): boolean {
  return item.tool !== undefined || isFoldedKind(item);
}
