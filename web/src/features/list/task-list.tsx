'use client';

import { useMemo, useRef } from 'react';
import { VirtualRows } from '@/components/virtual-rows.tsx';
import type { Arrangement, Row } from '@/lib/board/arrange.ts';
import type { BoardIndex } from '@/lib/board/board-index.ts';
import { cardFacts } from '@/lib/board/card-facts.ts';
import { useBoardUi } from '@/lib/board/board-ui.ts';
import { statusLabels } from '@/lib/board/statuses.ts';
import { useCardKeys } from '@/lib/board/use-card-keys.ts';
import { useVirtualCards } from '@/lib/board/use-virtual-cards.ts';
import { useStable } from '@/lib/ui/use-stable.ts';
import { ListHeading } from './list-heading.tsx';
import { ListRow } from './list-row.tsx';

interface TaskListProps {
  projectName: string;
  arrangement: Arrangement;
  /** What is said where there is no card. */
  emptyWords: string;
  index: BoardIndex;
  openedId: string | null;
  taskHref: (taskId: string) => string;
  onOpen: (taskId: string) => void;
}

const rowHeight = 40;

/** The same cards as rows, column below column. */
export function TaskList(props: TaskListProps) {
  const { projectName, arrangement, emptyWords, index, openedId, taskHref, onOpen } = props;
  const ui = useBoardUi();
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => rowsOf(arrangement), [arrangement]);
  const column = useMemo(() => rows.flatMap((row) => (row.kind === 'card' ? row.task.id : [])), [rows]);
  const virtualizer = useVirtualCards({
    scroller,
    rows,
    estimatedHeight: rowHeight,
    gap: 0,
    padding: 4,
    draggedId: null,
  });
  const extend = useStable((taskId: string) => ui.extendTo(taskId, column));
  useCardKeys(scroller, { columns: [column], find: (taskId) => index.tasks.get(taskId), openedId, onOpen });
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto px-4 pb-4 max-sm:px-2" data-testid="task-list">
      {rows.length === 0 && <p className="px-3 py-10 text-center text-muted">{emptyWords}</p>}
      <VirtualRows
        label={`Tasks of ${projectName}`}
        rows={rows}
        virtualizer={virtualizer}
        heading={(label, count) => <ListHeading label={label} count={count} />}
        card={(task) => (
          <ListRow
            task={task}
            {...cardFacts(task, index)}
            opened={task.id === openedId}
            href={taskHref(task.id)}
            onOpen={onOpen}
            onExtend={extend}
          />
        )}
      />
    </div>
  );
}

/** A heading for each column that has something to show; the groups of the board are those of its columns. */
function rowsOf({ lanes }: Arrangement): Row[] {
  return lanes
    .filter(({ rows }) => rows.length > 0)
    .flatMap(({ status, rows, taskIds }): Row[] => [
      { kind: 'heading', key: `column ${status}`, label: statusLabels[status], count: taskIds.length },
      ...rows.map((row): Row => (row.kind === 'heading' ? { ...row, key: `${status} ${row.key}` } : row)),
    ]);
}
