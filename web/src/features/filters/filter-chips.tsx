'use client';

import { X } from 'lucide-react';
import { priorityLabels } from '@/components/priority-glyph.tsx';
import { toggled, type BoardQuery } from '@/lib/board/board-query.ts';
import { statusLabels } from '@/lib/board/statuses.ts';
import { useNameOf } from '@/lib/people.ts';

interface FilterChipsProps {
  query: BoardQuery;
  onLook: (change: Partial<BoardQuery>) => void;
}

interface Chip {
  key: string;
  words: string;
  without: Partial<BoardQuery>;
}

/** Each filter that is set, to be taken off. */
export function FilterChips({ query, onLook }: FilterChipsProps) {
  const nameOf = useNameOf();
  return chipsOf(query, nameOf).map(({ key, words, without }) => (
    <button
      key={key}
      type="button"
      data-chip="filter"
      aria-label={`Without the filter ${words}`}
      onClick={() => onLook(without)}
      className="inline-flex h-6 max-w-60 items-center gap-1 rounded-full bg-active px-2.5 text-text hover:bg-hover"
    >
      <span title={words} dir="auto" className="truncate">
        {words}
      </span>{' '}
      <X aria-hidden="true" className="size-3 shrink-0 text-muted" />
    </button>
  ));
}

function chipsOf(query: BoardQuery, nameOf: (actor: string) => string): Chip[] {
  const { labels, priorities, assignees, statuses } = query;
  return [
    ...(query.archived ? [{ key: 'archived', words: 'Archived', without: { archived: false } }] : []),
    ...(query.waitsForMe ? [{ key: 'waits', words: 'Waits for me', without: { waitsForMe: false } }] : []),
    ...(query.hasFailure ? [{ key: 'failed', words: 'Has a failure', without: { hasFailure: false } }] : []),
    ...priorities.map((name) => ({
      key: `priority ${name}`,
      words: priorityLabels[name],
      without: { priorities: toggled(priorities, name) },
    })),
    ...statuses.map((name) => ({
      key: `status ${name}`,
      words: statusLabels[name],
      without: { statuses: toggled(statuses, name) },
    })),
    ...labels.map((name) => ({ key: `label ${name}`, words: name, without: { labels: toggled(labels, name) } })),
    ...assignees.map((name) => ({
      key: `assignee ${name}`,
      words: name === 'none' ? 'Nobody' : nameOf(name),
      without: { assignees: toggled(assignees, name) },
    })),
  ];
}
