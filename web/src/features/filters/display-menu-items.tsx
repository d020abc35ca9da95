'use client';

import { MenuCheckbox, MenuItem, MenuLabel, MenuRadio, MenuRadioGroup, MenuSeparator } from '@/components/menu.tsx';
import { groupings, sortings, type BoardQuery, type Grouping, type Sorting } from '@/lib/board/board-query.ts';

export interface DisplayMenuProps {
  query: BoardQuery;
  onLook: (change: Partial<BoardQuery>) => void;
  /** Absent where nothing can be changed: in the past. */
  onSaveView: (() => void) | undefined;
}

const groupWords: Record<Grouping, string> = {
  none: 'Not at all',
  priority: 'Priority',
  assignee: 'Assignee',
  label: 'Label',
};

const sortWords: Record<Sorting, string> = {
  manual: 'By hand',
  priority: 'Priority',
  due: 'Due date',
  updated: 'Last change',
  created: 'Newest first',
  title: 'Title',
};

/** How the cards are put together. */
export function DisplayMenuItems({ query, onLook, onSaveView }: DisplayMenuProps) {
  return (
    <>
      <MenuLabel>Group by</MenuLabel>
      <MenuRadioGroup
        aria-label="Group by"
        value={query.group}
        onValueChange={(group) => onLook({ group: group as Grouping })}
      >
        {groupings.map((group) => (
          <MenuRadio key={group} value={group}>
            {groupWords[group]}
          </MenuRadio>
        ))}
      </MenuRadioGroup>
      <MenuSeparator />
      <MenuLabel>Sort</MenuLabel>
      <MenuRadioGroup aria-label="Sort" value={query.sort} onValueChange={(sort) => onLook({ sort: sort as Sorting })}>
        {sortings.map((sort) => (
          <MenuRadio key={sort} value={sort}>
            {sortWords[sort]}
          </MenuRadio>
        ))}
      </MenuRadioGroup>
      <MenuCheckbox
        checked={query.reversed}
        disabled={query.sort === 'manual'}
        onCheckedChange={(reversed) => onLook({ reversed })}
      >
        The other way around
      </MenuCheckbox>
      {onSaveView && (
        <>
          <MenuSeparator />
          <MenuItem onSelect={onSaveView}>Save this view…</MenuItem>
        </>
      )}
    </>
  );
}
