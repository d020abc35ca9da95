'use client';

import { taskStatusNames, type TaskStatusName } from '@podium/board';
import { useRef, type RefObject } from 'react';
import type { Arrangement } from '@/lib/board/arrange.ts';
import { useBoardActions } from '@/lib/board/board-context.tsx';
import type { BoardIndex } from '@/lib/board/board-index.ts';
import { useBoardUi } from '@/lib/board/board-ui.ts';
import { isSamePlace, placeBehind, stepPlace } from '@/lib/board/drop-place.ts';
import { noPlaceWords, stepHold, type HeldPlace, type Step } from '@/lib/board/hold.ts';
import type { ShownBoard, ShownTask } from '@/lib/board/intents.ts';
import { refusalOf, statusLabels } from '@/lib/board/statuses.ts';
import { announce } from '@/lib/ui/announcer.ts';
import { notify } from '@/lib/ui/toasts.ts';
import { useStable } from '@/lib/ui/use-stable.ts';
import type { Drop } from './drag.ts';

interface MoveableBoard {
  board: ShownBoard;
  arrangement: Arrangement;
  index: BoardIndex;
  /** Whether cards have a place of their own: not where they are sorted or grouped. */
  ordered: boolean;
}

export interface CardMoves {
  /** A card, with what is selected with it, in the order of the board. */
  together: (taskId: string) => ShownTask[];
  drop: (drop: Drop) => void;
  /** Puts cards somewhere, at the end of the column where they have no place of their own. Answers whether they moved. */
  land: (tasks: readonly ShownTask[], place: HeldPlace) => boolean;
  /** At once, with the keyboard: one place up or down, one column to the left or right. Takes what is selected along. */
  shift: (task: ShownTask, step: Step) => void;
  /** Why a card, and what is selected with it, may not land in a column; null where it may. */
  refusal: (taskId: string, status: TaskStatusName) => string | null;
  /** The card that a hand just put down. */
  justDropped: RefObject<string | null>;
}

/** What drags and keys do to cards: only legal moves are made, the others say why not. */
export function useCardMoves({ board, arrangement, index, ordered }: MoveableBoard): CardMoves {
  const actions = useBoardActions();
  const ui = useBoardUi();
  const justDropped = useRef<string | null>(null);
  const column = (status: TaskStatusName): string[] =>
    board.tasks.filter((task) => task.status === status).map((task) => task.id);

  const together = useStable((taskId: string): ShownTask[] => {
    const selected = ui.selected.get();
    const ids = selected.has(taskId) ? board.tasks.map(({ id }) => id).filter((id) => selected.has(id)) : [taskId];
    return ids.flatMap((id) => index.tasks.get(id) ?? []);
  });
  const refusal = (taskId: string, status: TaskStatusName): string | null => refusalOfAll(together(taskId), status);

  const land = useStable((tasks: readonly ShownTask[], { status, afterId }: HeldPlace): boolean => {
    const [first] = tasks;
    if (!first) return false;
    const why = refusalOfAll(tasks, status) ?? (afterId === undefined ? alreadyThere(tasks, status) : null);
    if (why) sayWhy(first, why);
    const ids = tasks.map(({ id }) => id);
    if (why || (afterId !== undefined && isSamePlace(column(status), ids, afterId))) return false;
    const place = afterId === undefined ? undefined : { afterId };
    if (tasks.length > 1)
      void actions.actOnMany(tasks, { action: 'move', status, ...(place && { after_id: afterId }) });
    else void actions.move(first, status, place);
    return true;
  });

  const drop = useStable(({ taskId, status, target }: Drop) => {
    const tasks = together(taskId);
    const ids = tasks.map(({ id }) => id);
    const place = ordered ? { status, afterId: placeBehind(column(status), ids, target) } : { status };
    if (land(tasks, place)) justDropped.current = taskId;
  });

  const shiftTogether = (task: ShownTask, tasks: readonly ShownTask[], step: Step): void => {
    const taskIds = tasks.map(({ id }) => id);
    const hold = { taskId: task.id, taskIds, from: task.status, place: null, notice: null };
    const find = (id: string): ShownTask | undefined => index.tasks.get(id);
    const { hold: next } = stepHold(hold, step, { lanes: arrangement.lanes, tasks: board.tasks, find, ordered });
    if (next.place) land(tasks, next.place);
    else sayWhy(task, next.notice ?? '');
  };

  const shift = useStable((task: ShownTask, step: Step) => {
    const tasks = together(task.id);
    if (tasks.length > 1) return shiftTogether(task, tasks, step);
    if (step.rows !== 0) {
      if (!ordered) return announce(noPlaceWords);
      const shown = arrangement.lanes.find((lane) => lane.status === task.status)?.taskIds ?? [];
      const afterId = stepPlace(shown, task.id, step.rows > 0 ? 1 : -1);
      if (afterId === undefined) return announce(step.rows > 0 ? 'It is the last card.' : 'It is the first card.');
      const place = shown.indexOf(task.id) + 1 + Math.sign(step.rows);
      void actions.move(task, task.status, { afterId }, `place ${place} of ${shown.length}`);
      // Once it is drawn where it is now.
      requestAnimationFrame(() => ui.focusedId.get() === task.id && ui.focus(task.id));
      return undefined;
    }
    const status = nextLegal(task, step.columns);
    if (!status)
      return sayWhy(task, refusalOf(task, beside(task, step.columns) ?? task.status) ?? 'There is no column.');
    ui.focusedId.set(task.id);
    return void actions.move(task, status);
  });
  return { together, drop, land, shift, refusal, justDropped };
}

function refusalOfAll(tasks: readonly ShownTask[], status: TaskStatusName): string | null {
  return tasks.reduce<string | null>((why, task) => why ?? refusalOf(task, status), null);
}

/** Where cards have no place of their own there is nowhere to go within their column. */
function alreadyThere(tasks: readonly ShownTask[], status: TaskStatusName): string | null {
  return tasks.every((task) => task.status === status) ? noPlaceWords : null;
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
}
