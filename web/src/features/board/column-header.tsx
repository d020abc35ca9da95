'use client';

import type { TaskStatusName } from '@podium/board';
import { Ellipsis, Plus } from 'lucide-react';
import { IconButton } from '@/components/icon-button.tsx';
import { MenuButton } from '@/components/menu-button.tsx';
import { StatusGlyph } from '@/components/status-glyph.tsx';
import type { Lane } from '@/lib/board/arrange.ts';
import { useMoment } from '@/lib/board/moment-context.ts';
import { firstStatuses, statusLabels } from '@/lib/board/statuses.ts';
import { countText } from '@/lib/ui/amounts.ts';
import { cx } from '@/lib/ui/class-names.ts';
import { lazily } from '@/lib/ui/lazily.ts';

const ColumnMenuItems = lazily(async () => (await import('./column-menu-items.tsx')).ColumnMenuItems);

interface ColumnHeaderProps {
  lane: Lane;
  wipLimit: number | undefined;
  onCreate: (status: TaskStatusName) => void;
  onCollapse: () => void;
  onLimit: (status: TaskStatusName) => void;
}

/** Name, count against the limit, and what can be done with the whole column. */
export function ColumnHeader({ lane, wipLimit, onCreate, onCollapse, onLimit }: ColumnHeaderProps) {
  const { status, taskIds, totalCount } = lane;
  const isPast = useMoment() !== null;
  const over = wipLimit !== undefined && totalCount > wipLimit;
  const shown = taskIds.length === totalCount ? `${totalCount}` : `${taskIds.length} of ${totalCount}`;
  return (
    <header className="group/header relative flex h-9 shrink-0 items-center gap-1.5 px-2 sm:min-w-36">
      <StatusGlyph status={status} />
      <h2 className="font-semibold whitespace-nowrap">{statusLabels[status]}</h2>
      <span
        data-testid={`count-${status}`}
        className={cx(
          'rounded-full text-meta whitespace-nowrap tabular-nums',
          over ? 'bg-ai-review/15 px-1.5 font-semibold text-ai-review' : 'text-faint',
        )}
        title={`${countText(totalCount, 'card')}${wipLimit === undefined ? '' : `, limit ${wipLimit}`}`}
      >
        <span className="sr-only">{over ? 'Over its limit: ' : ''}</span>
        {shown}
        {wipLimit !== undefined && <span className={over ? undefined : 'text-faint'}> / {wipLimit}</span>}
        <span className="sr-only"> {totalCount === 1 ? 'card' : 'cards'}</span>
      </span>
      <span className="-ml-1.5 flex-1" />
      {!isPast && (
        <MenuButton
          label={`Actions of ${statusLabels[status]}`}
          className={cx(
            // It takes no room from the name of a narrow column.
            !firstStatuses.includes(status) && 'pointer-fine:absolute pointer-fine:right-1 pointer-fine:bg-canvas',
            'inline-flex size-6 items-center justify-center rounded-card text-faint opacity-0 group-focus-within/header:opacity-100 group-hover/header:opacity-100 hover:bg-hover hover:text-text focus-visible:opacity-100 data-[state=open]:opacity-100 pointer-coarse:opacity-100',
          )}
          sign={<Ellipsis aria-hidden="true" className="size-4" />}
        >
          <ColumnMenuItems lane={lane} wipLimit={wipLimit} onLimit={onLimit} onCollapse={onCollapse} />
        </MenuButton>
      )}
      {firstStatuses.includes(status) && !isPast && (
        <IconButton
          label={status === 'TODO' ? 'New task' : `New task in ${statusLabels[status]}`}
          {...(status === 'TODO' ? { shortcut: 'C' } : {})}
          onClick={() => onCreate(status)}
          className="size-6"
        >
          <Plus />
        </IconButton>
      )}
    </header>
  );
}
