'use client';

import { useEffect } from 'react';
import { useStore } from '../store.ts';
import { notify } from '../ui/toasts.ts';
import { useStable } from '../ui/use-stable.ts';
import type { Arrangement } from './arrange.ts';
import { useBoardActions } from './board-context.tsx';
import type { BoardIndex } from './board-index.ts';
import { withoutFilters, type BoardQuery } from './board-query.ts';
import { useBoardUi } from './board-ui.ts';

interface ShownCards {
  arrangement: Arrangement;
  index: BoardIndex;
  query: BoardQuery;
  onLook: (change: Partial<BoardQuery>) => void;
}

/** A dialog that is about to close is gone within a few frames. */
const closingFrames = 30;

/**
 * Shows where a card is that was just made: scrolls to it and points at it. Where the filters hide it, that is said, with
 * the way to it. Where it wants the focus it gets that, unless a dialog stays open.
 */
export function useCreatedCard({ arrangement, index, query, onLook }: ShownCards): void {
  const actions = useBoardActions();
  const ui = useBoardUi();
  const created = useStore(actions.created);
  const task = created ? index.tasks.get(created.taskId) : undefined;
  const point = useStable((taskId: string, focus: boolean) => {
    ui.point(taskId);
    if (focus) afterDialogs(() => ui.focus(taskId), closingFrames);
  });
  const tell = useStable((taskId: string, title: string) => {
    const show = (): void => {
      onLook(withoutFilters(query));
      point(taskId, true);
    };
    notify({
      tone: 'info',
      title: `“${title}” is created`,
      detail: 'The filter hides it.',
      action: { label: 'Show', run: show },
    });
  });
  useEffect(() => {
    if (!created || !task) return;
    actions.created.set(null);
    if (arrangement.lanes.some(({ taskIds }) => taskIds.includes(task.id))) point(task.id, created.focus);
    else tell(task.id, task.title);
  }, [created, task, arrangement, actions, point, tell]);
}

function afterDialogs(act: () => void, frames: number): void {
  requestAnimationFrame(() => {
    if (document.querySelector('[role=dialog], [role=alertdialog], [role=menu]') === null) act();
    else if (frames > 0) afterDialogs(act, frames - 1);
  });
}
