'use client';

import type { TaskStatusName } from '@podium/board';
import { useEffect, useRef, type RefObject } from 'react';
import { useBoardActions } from '@/lib/board/board-context.tsx';
import { dropIndex } from '@/lib/board/drop-index.ts';
import type { ShownBoard } from '@/lib/board/intents.ts';
import { mayMove, shownColumns } from '@/lib/board/statuses.ts';
import { scrollBehavior } from '@/lib/ui/scroll-behavior.ts';
import { useStable } from '@/lib/ui/use-stable.ts';
import { BoardColumn } from './board-column.tsx';
import { useBoardDrag, type Drop } from './drag.ts';
import { useCardKeys } from './use-card-keys.ts';
import { useKeptFocus } from './use-kept-focus.ts';

interface BoardColumnsProps {
  board: ShownBoard;
  filter: string;
  selectedId: string | null;
  /** In the past: the card that changed at the moment that shows. */
  changedId: string | null;
  taskHref: (taskId: string) => string;
  onOpen: (taskId: string) => void;
  onCreate: () => void;
}

/** The columns of a board with everything that a hand or a key can do to its cards. */
export function BoardColumns(props: BoardColumnsProps) {
  const { board, filter, selectedId, changedId, taskHref, onOpen, onCreate } = props;
  const actions = useBoardActions();
  const element = useRef<HTMLDivElement>(null);
  const find = (taskId: string) => board.tasks.find((task) => task.id === taskId);
  const idsIn = (status: TaskStatusName) => board.tasks.filter((task) => task.status === status).map((task) => task.id);

  const mayLand = useStable((taskId: string, status: TaskStatusName) => {
    const task = find(taskId);
    return task !== undefined && mayMove(task, status);
  });
  const drop = useStable(({ taskId, status, target }: Drop) => {
    const task = find(taskId);
    if (!task || !mayMove(task, status)) return;
    const column = idsIn(status);
    const position = dropIndex(column, taskId, target);
    if (task.status === status && column.indexOf(taskId) === position) return;
    void actions.move(task, { status, position });
  });
  const drag = useBoardDrag(drop);
  useCardKeys(element, { find, selectedId });
  const keptFocus = useKeptFocus(element, board);
  useCardInView(element, changedId, board);

  const columns = shownColumns(board.tasks);
  const matches = board.tasks.filter((task) => fits(`${task.title}\n${task.description}`, filter));
  return (
    <div
      ref={element}
      {...keptFocus}
      className="flex min-h-0 flex-1 snap-x snap-proximity scroll-px-3 gap-2 overflow-x-auto px-3 pb-3"
      aria-label={`Board of ${board.project.name}`}
    >
      {columns.map((status) => (
        <BoardColumn
          key={status}
          status={status}
          columns={columns}
          tasks={matches.filter((task) => task.status === status)}
          totalCount={idsIn(status).length}
          sessions={board.sessions}
          selectedId={selectedId}
          draggedId={drag.kind === 'dragging' ? drag.taskId : null}
          changedId={changedId}
          mayLand={mayLand}
          taskHref={taskHref}
          onOpen={onOpen}
          onCreate={onCreate}
        />
      ))}
    </div>
  );
}

/** Scrolls to the card that changed, where it is out of sight. */
function useCardInView(board: RefObject<HTMLElement | null>, cardId: string | null, content: unknown): void {
  useEffect(() => {
    if (cardId === null) return;
    const card = board.current?.querySelector(`[data-card="${CSS.escape(cardId)}"]`);
    card?.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: scrollBehavior() });
  }, [board, cardId, content]);
}

/** Every word of the filter occurs. */
function fits(text: string, filter: string): boolean {
  const lower = text.toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => lower.includes(word));
}
