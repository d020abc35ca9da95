'use client';

import { ListFilter } from 'lucide-react';
import { MenuButton } from '@/components/menu-button.tsx';
import { filterCount } from '@/lib/board/board-query.ts';
import { cx } from '@/lib/ui/class-names.ts';
import { lazily } from '@/lib/ui/lazily.ts';
import type { FilterMenuProps } from './filter-menu-items.tsx';

const FilterMenuItems = lazily(async () => (await import('./filter-menu-items.tsx')).FilterMenuItems);

export function FilterMenu(props: FilterMenuProps) {
  const count = filterCount(props.query);
  return (
    <span data-filters="" className="contents">
      <MenuButton
        label={count > 0 ? `Filters, ${count} set` : 'Filters'}
        menuLabel="Filters"
        className={cx(
          'inline-flex h-7 shrink-0 items-center gap-1 rounded-card px-1.5 text-meta font-medium hover:bg-hover hover:text-text data-[state=open]:bg-active',
          count > 0 ? 'text-accent' : 'text-muted',
        )}
        sign={
          <>
            <ListFilter aria-hidden="true" className="size-4" />
            {count > 0 && <span className="tabular-nums">{count}</span>}
          </>
        }
      >
        <FilterMenuItems {...props} />
      </MenuButton>
    </span>
  );
}
