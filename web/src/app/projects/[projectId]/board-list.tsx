'use client';

import { useCardMoves } from '@/features/board/use-card-moves.ts';
import { TaskList, type TaskListProps } from '@/features/list/task-list.tsx';
import { useBoardUi } from '@/lib/board/board-ui.ts';
import { isOrdered, type BoardQuery } from '@/lib/board/board-query.ts';
import type { Step } from '@/lib/board/hold.ts';
import type { ShownBoard, ShownTask } from '@/lib/board/intents.ts';
import { useStable } from '@/lib/ui/use-stable.ts';

interface BoardListProps extends Omit<TaskListProps, 'projectName' | 'onShift'> {
  board: ShownBoard;
  query: BoardQuery;
}

/** The board as a list, whose cards are moved by the same keys. */
export function BoardList({ board, query, ...list }: BoardListProps) {
  const { arrangement, index } = list;
  const ui = useBoardUi();
  const { shift } = useCardMoves({ board, arrangement, index, ordered: isOrdered(query) });
  const shiftInSight = useStable((task: ShownTask, step: Step) => {
    shift(task, step);
    // Once it is drawn where it is now.
    requestAnimationFrame(() => ui.focusedId.get() === task.id && ui.focus(task.id));
  });
  return (
    <TaskList
      {...list}
      projectName={board.project.name}
      // What is archived is in no column.
      onShift={query.archived ? undefined : shiftInSight}
    />
  );
}
