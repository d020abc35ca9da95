'use client';

import { taskStatusNames, type TaskStatusName } from '@podium/board';
import { useRef, type RefObject } from 'react';
import { useBoardActions } from '@/lib/board/board-context.tsx';
import type { BoardIndex } from '@/lib/board/board-index.ts';
import { useBoardUi } from '@/lib/board/board-ui.ts';
import { isSamePlace, placeBehind, stepPlace } from '@/lib/board/drop-place.ts';
import type { ShownBoard, ShownTask } from '@/lib/board/intents.ts';
import { refusalOf, statusLabels } from '@/lib/board/statuses.ts';
import { announce } from '@/lib/ui/announcer.ts';
import { notify } from '@/lib/ui/toasts.ts';
import { useStable } from '@/lib/ui/use-stable.ts';
import type { Drop } from './drag.ts';

interface MoveableBoard {
  board: ShownBoard;
  index: BoardIndex;
  /** Whether cards have a place of their own: not where they are sorted or grouped. */
  ordered: boolean;
}

interface CardMoves {
  drop: (drop: Drop) => void;
  /** With the keyboard: one place up or down, one column to the left or right. */
  shift: (task: ShownTask, step: { columns: number; rows: number }) => void;
  /** Why a card, and what is selected with it, may not land in a column; null where it may. */
  refusal: (taskId: string, status: TaskStatusName) => string | null;
  /** The card that a hand just put down. */
  justDropped: RefObject<string | null>;
}

/** What drags and keys do to cards: only legal moves are made, the others say why not. */
export function useCardMoves({ board, index, ordered }: MoveableBoard): CardMoves {
  const actions = useBoardActions();
  const ui = useBoardUi();
  const justDropped = useRef<string | null>(null);
  const column = (status: TaskStatusName): string[] =>
    board.tasks.filter((task) => task.status === status).map((task) => task.id);

  /** A card that is selected takes the others along. */
  const moved = (taskId: string): ShownTask[] => {
    const selected = ui.selected.get();
    const ids = selected.has(taskId) ? board.tasks.map(({ id }) => id).filter((id) => selected.has(id)) : [taskId];
    return ids.flatMap((id) => index.tasks.get(id) ?? []);
  };
  const refusal = (taskId: string, status: TaskStatusName): string | null =>
    moved(taskId).reduce<string | null>((why, task) => why ?? refusalOf(task, status), null);

  const drop = useStable(({ taskId, status, target }: Drop) => {
    const tasks = moved(taskId);
    const why = refusal(taskId, status);
    const [first] = tasks;
    if (!first) return;
    if (why) return sayWhy(first, why);
    if (tasks.length > 1) return void actions.actOnMany(tasks, { action: 'move', status });
    const ids = column(status);
    if (!ordered && first.status === status)
      return sayWhy(first, 'Cards that are sorted or grouped have no place of their own.');
    const afterId = placeBehind(ids, [taskId], target);
    if (first.status === status && isSamePlace(ids, [taskId], afterId)) return;
    justDropped.current = taskId;
    void actions.move(first, status, ordered ? { afterId } : undefined);
  });

  const shift = useStable((task: ShownTask, step: { columns: number; rows: number }) => {
    if (step.rows !== 0) {
      const afterId = stepPlace(column(task.status), task.id, step.rows > 0 ? 1 : -1);
      if (!ordered) return announce('Cards that are sorted or grouped have no place of their own.');
      if (afterId === undefined) return announce(step.rows > 0 ? 'It is the last card.' : 'It is the first card.');
      return void actions.move(task, task.status, { afterId });
    }
    const status = nextLegal(task, step.columns);
    if (!status)
      return sayWhy(task, refusalOf(task, beside(task, step.columns) ?? task.status) ?? 'There is no column.');
    ui.focusedId.set(task.id);
    void actions.move(task, status);
  });
  return { drop, shift, refusal, justDropped };
}

/** The nearest column in a direction that a card may go to. */
function nextLegal(task: ShownTask, by: number): TaskStatusName | undefined {
  const at = taskStatusNames.indexOf(task.status);
  const others = by > 0 ? taskStatusNames.slice(at + 1) : taskStatusNames.slice(0, at).reverse();
  return others.find((status) => refusalOf(task, status) === null);
}

function beside(task: ShownTask, by: number): TaskStatusName | undefined {
  return taskStatusNames[taskStatusNames.indexOf(task.status) + by];
}

function sayWhy(task: ShownTask, why: string): void {
  notify({ tone: 'error', title: `“${task.title}” stays in ${statusLabels[task.status]}`, detail: why });
  announce(`${task.title} stays in ${statusLabels[task.status]}. ${why}`);
}
