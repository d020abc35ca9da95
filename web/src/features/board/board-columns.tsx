'use client';

import type { TaskStatusName } from '@podium/board';
import { useEffect, useMemo, useRef } from 'react';
import type { Arrangement } from '@/lib/board/arrange.ts';
import type { BoardIndex } from '@/lib/board/board-index.ts';
import { isOrdered, type BoardQuery } from '@/lib/board/board-query.ts';
import { useBoardUi } from '@/lib/board/board-ui.ts';
import { refusalOfHold } from '@/lib/board/hold.ts';
import type { ShownBoard, ShownTask } from '@/lib/board/intents.ts';
import { planningStatuses } from '@/lib/board/statuses.ts';
import { useCardKeys } from '@/lib/board/use-card-keys.ts';
import { useKeptFocus } from '@/lib/board/use-kept-focus.ts';
import { useStore } from '@/lib/store.ts';
import { useStable } from '@/lib/ui/use-stable.ts';
import { BoardColumn } from './board-column.tsx';
import { CardMotion } from './card-motion.tsx';
import { ColumnStrip } from './column-strip.tsx';
import { useBoardDrag, useDragScroll } from './drag.ts';
import { cardHelpId } from './task-card.tsx';
import { useCardMoves } from './use-card-moves.ts';
import { useCollapsed } from './use-collapsed.ts';
import { useHold } from './use-hold.ts';

interface BoardColumnsProps {
  board: ShownBoard;
  arrangement: Arrangement;
  index: BoardIndex;
  query: BoardQuery;
  openedId: string | null;
  /** In the past: the card that changed at the moment that shows. */
  changedId: string | null;
  taskHref: (taskId: string) => string;
  onOpen: (taskId: string) => void;
  onCreate: (status: TaskStatusName) => void;
  onLimit: (status: TaskStatusName) => void;
}

/** The columns of a board with everything that a hand or a key can do to its cards. */
export function BoardColumns(props: BoardColumnsProps) {
  const { board, arrangement, index, query, openedId, changedId, taskHref, onOpen, onCreate, onLimit } = props;
  const ui = useBoardUi();
  const element = useRef<HTMLDivElement>(null);
  const ordered = isOrdered(query);
  const moves = useCardMoves({ board, arrangement, index, ordered });
  const { drop, shift, refusal, justDropped } = moves;
  const hold = useHold({ board, arrangement, index, ordered, moves });
  const held = useStore(ui.held);
  const draggedId = useBoardDrag(drop);
  const { isCollapsed, toggle } = useCollapsed(board.project.id);
  useDragScroll(element);
  useEffect(() => {
    if (changedId) ui.show(changedId);
  }, [ui, changedId]);

  const find = (taskId: string): ShownTask | undefined => index.tasks.get(taskId);
  const mayLand = useStable((taskId: string, status: TaskStatusName) => refusal(taskId, status) === null);
  const refusalNow = (status: TaskStatusName): string | null =>
    held ? refusalOfHold(held, status, find) : draggedId && refusal(draggedId, status);
  const heldOver = held?.place?.status;
  const lanes = useMemo(
    () =>
      arrangement.lanes.map((lane) => ({
        lane,
        collapsed: lane.status !== heldOver && isFolded(lane.totalCount, lane.status, isCollapsed),
      })),
    [arrangement, isCollapsed, heldOver],
  );
  const columns = useMemo(() => lanes.map(({ lane, collapsed }) => (collapsed ? [] : lane.taskIds)), [lanes]);
  const freshId = useStore(ui.freshId);
  useEffect(() => {
    const hidden = lanes.find(({ lane, collapsed }) => collapsed && freshId && lane.taskIds.includes(freshId));
    if (hidden) toggle(hidden.lane.status, false);
  });
  const keptFocus = useKeptFocus(columns, openedId);
  const extend = useStable((taskId: string) => ui.extendTo(taskId, columns.find((ids) => ids.includes(taskId)) ?? []));
  const collapse = useStable((status: TaskStatusName) => toggle(status, true));
  useCardKeys(element, {
    columns,
    find,
    openedId,
    onOpen,
    onShift: shift,
    hold,
  });
  return (
    <div
      ref={element}
      {...keptFocus}
      className="flex min-h-0 flex-1 snap-x snap-proximity scroll-px-3 gap-2 overflow-x-auto px-3 pb-3"
      role="group"
      aria-label={`Board of ${board.project.name}`}
    >
      <p id={cardHelpId} hidden>
        Space lifts the card, then arrow keys move it. Enter opens it.
      </p>
      <CardMotion content={arrangement} unmoved={justDropped}>
        {lanes.map(({ lane, collapsed }) =>
          collapsed ? (
            <ColumnStrip
              key={lane.status}
              lane={lane}
              refusal={refusalNow(lane.status)}
              onExpand={() => toggle(lane.status, false)}
            />
          ) : (
            <BoardColumn
              key={lane.status}
              lane={lane}
              index={index}
              wipLimit={board.project.wip_limits[lane.status]}
              openedId={openedId}
              draggedId={draggedId}
              withSelection={draggedId !== null && ui.selected.get().has(draggedId)}
              changedId={changedId}
              ordered={ordered}
              refusal={refusalNow(lane.status)}
              mayLand={mayLand}
              taskHref={taskHref}
              onOpen={onOpen}
              onExtend={extend}
              onCreate={onCreate}
              onCollapse={collapse}
              onLimit={onLimit}
            />
          ),
        )}
      </CardMotion>
    </div>
  );
}

/** Planning folds away by itself while it is not used. */
function isFolded(
  cardCount: number,
  status: TaskStatusName,
  isCollapsed: (status: TaskStatusName) => boolean | undefined,
): boolean {
  return isCollapsed(status) ?? (cardCount === 0 && planningStatuses.includes(status));
}
