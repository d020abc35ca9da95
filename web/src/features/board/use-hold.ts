'use client';

import { useEffect, useRef } from 'react';
import type { Arrangement } from '@/lib/board/arrange.ts';
import type { BoardIndex } from '@/lib/board/board-index.ts';
import { useBoardUi } from '@/lib/board/board-ui.ts';
import { stepHold, type Hold, type Step } from '@/lib/board/hold.ts';
import type { ShownBoard, ShownTask } from '@/lib/board/intents.ts';
import { statusLabels } from '@/lib/board/statuses.ts';
import type { HoldKeys } from '@/lib/board/use-card-keys.ts';
import { useStore } from '@/lib/store.ts';
import { announce } from '@/lib/ui/announcer.ts';
import { countText } from '@/lib/ui/amounts.ts';
import { useStable } from '@/lib/ui/use-stable.ts';
import type { CardMoves } from './use-card-moves.ts';

interface HoldableBoard {
  board: ShownBoard;
  /** With what is held where it would land. */
  arrangement: Arrangement;
  index: BoardIndex;
  ordered: boolean;
  moves: Pick<CardMoves, 'together' | 'land'>;
}

/**
 * Drag and drop with the keyboard: cards are lifted, taken over the board and put down, and every step is said. Nothing
 * is sent before they are put down. They go back where the focus goes elsewhere or somebody else moves them.
 */
export function useHold({ board, arrangement, index, ordered, moves }: HoldableBoard): HoldKeys {
  const ui = useBoardUi();
  const held = useStore(ui.held);
  const released = useRef<string | null>(null);
  const find = (taskId: string): ShownTask | undefined => index.tasks.get(taskId);

  const lift = useStable((task: ShownTask) => {
    const tasks = moves.together(task.id);
    ui.held.set({ taskId: task.id, taskIds: tasks.map(({ id }) => id), from: task.status, place: null, notice: null });
    const it = tasks.length === 1 ? 'it' : 'them';
    announce(`Lifted ${named(tasks)}. Arrow keys move ${it}, Space puts ${it} down, Escape puts ${it} back.`);
  });
  const step = useStable((by: Step) => {
    const hold = ui.held.get();
    if (!hold) return;
    const next = stepHold(hold, by, { lanes: arrangement.lanes, tasks: board.tasks, find, ordered });
    ui.held.set(next.hold);
    announce(next.words ?? next.hold.notice ?? '');
  });
  const release = (hold: Hold): ShownTask[] => {
    ui.held.set(null);
    return hold.taskIds.flatMap((id) => find(id) ?? []);
  };
  const putDown = useStable(() => {
    const hold = ui.held.get();
    if (!hold) return;
    released.current = hold.taskId;
    const tasks = release(hold);
    const status = hold.place?.status ?? hold.from;
    if (!hold.place || !moves.land(tasks, hold.place)) announce(`Put ${named(tasks)} down again in the same place.`);
    else announce(`Put down ${named(tasks)} in ${statusLabels[status]}.`);
  });
  const putBack = useStable((why = '') => {
    const hold = ui.held.get();
    if (!hold) return;
    if (!why) released.current = hold.taskId;
    announce(`${why}Put ${named(release(hold))} back in ${statusLabels[hold.from]}.`);
  });

  // After the columns are drawn anew: the focus goes with the card, also after it was put down.
  useEffect(() => {
    const taskId = held?.taskId ?? released.current;
    released.current = null;
    if (taskId) ui.focus(taskId);
  }, [held, ui]);
  const isElsewhere = held !== null && index.tasks.get(held.taskId)?.status !== held.from;
  useEffect(() => {
    if (isElsewhere) putBack('It was moved meanwhile. ');
  }, [isElsewhere, putBack]);
  useEffect(() => () => ui.held.set(null), [ui]);
  useEndOfHold(held?.taskId ?? null, putBack);
  return { lift, step, putDown, putBack };
}

/** Whoever goes on with something else holds nothing any more. */
function useEndOfHold(taskId: string | null, putBack: (why: string) => void): void {
  useEffect(() => {
    if (taskId === null) return undefined;
    const leave = ({ target }: Event): void => {
      const isItself = target instanceof Element && target.closest<HTMLElement>('[data-card]')?.dataset.card === taskId;
      if (!isItself) putBack('The focus left it. ');
    };
    document.addEventListener('focusin', leave);
    document.addEventListener('pointerdown', leave);
    return () => {
      document.removeEventListener('focusin', leave);
      document.removeEventListener('pointerdown', leave);
    };
  }, [taskId, putBack]);
}

function named(tasks: readonly ShownTask[]): string {
  const [first] = tasks;
  return tasks.length === 1 && first ? first.title : countText(tasks.length, 'card');
}
