'use client';

import { useMemo, useRef } from 'react';
import { VirtualRows } from '@/components/virtual-rows.tsx';
import type { Arrangement, Row } from '@/lib/board/arrange.ts';
import type { BoardIndex } from '@/lib/board/board-index.ts';
import { cardFacts } from '@/lib/board/card-facts.ts';
import { useBoardUi } from '@/lib/board/board-ui.ts';
import { useCardKeys } from '@/lib/board/use-card-keys.ts';
import { useVirtualCards } from '@/lib/board/use-virtual-cards.ts';
import type { Step } from '@/lib/board/hold.ts';
import type { ShownTask } from '@/lib/board/intents.ts';
import { useKeptFocus } from '@/lib/board/use-kept-focus.ts';
import { useStable } from '@/lib/ui/use-stable.ts';
import { ListHeading } from './list-heading.tsx';
import { ListRow } from './list-row.tsx';

export interface TaskListProps {
  projectName: string;
  arrangement: Arrangement;
  /** What is said where there is no card. */
  emptyWords: string;
  index: BoardIndex;
  openedId: string | null;
  taskHref: (taskId: string) => string;
  onOpen: (taskId: string) => void;
  /** Takes a card one step further; absent where cards can't be moved. */
  onShift: ((task: ShownTask, step: Step) => void) | undefined;
}

const rowHeight = 40;
const headingHeight = 36;

/** The same cards as rows, column below column. */
export function TaskList(props: TaskListProps) {
  const { projectName, arrangement, emptyWords, index, openedId, taskHref, onOpen, onShift } = props;
  const ui = useBoardUi();
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => rowsOf(arrangement), [arrangement]);
  const column = useMemo(() => rows.flatMap((row) => (row.kind === 'card' ? row.task.id : [])), [rows]);
  const columns = useMemo(() => [column], [column]);
  const virtualizer = useVirtualCards({
    scroller,
    rows,
    estimatedHeight: rowHeight,
    gap: 0,
    padding: 0,
    draggedId: null,
    stuckHeight: headingHeight,
  });
  const extend = useStable((taskId: string) => ui.extendTo(taskId, column));
  const keptFocus = useKeptFocus(columns, openedId);
  useCardKeys(scroller, {
    columns,
    find: (taskId) => index.tasks.get(taskId),
    openedId,
    onOpen,
    ...(onShift ? { onShift } : {}),
  });
  return (
    <div
      ref={scroller}
      {...keptFocus}
      // What has the focus is never behind the heading that stays.
      className="min-h-0 flex-1 scroll-pt-10 overflow-y-auto px-4 pb-4 max-sm:px-2"
      data-testid="task-list"
    >
      {rows.length === 0 && <p className="px-3 py-10 text-center text-muted">{emptyWords}</p>}
      <VirtualRows
        label={`Tasks of ${projectName}`}
        rows={rows}
        virtualizer={virtualizer}
        sticks
        heading={(heading) => <ListHeading heading={heading} />}
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
      { kind: 'heading', key: `column ${status}`, by: 'status', label: status, count: taskIds.length },
      ...rows.map((row): Row => (row.kind === 'heading' ? { ...row, key: `${status} ${row.key}` } : row)),
    ]);
}
