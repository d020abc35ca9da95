'use client';

import type { SavedViewView, TaskStatusName } from '@podium/board';
import { Suspense, useDeferredValue, useEffect, useMemo, useState } from 'react';
import { BoardColumns } from '@/features/board/board-columns.tsx';
import { FirstSteps } from '@/features/board/first-steps.tsx';
import { FilterBar } from '@/features/filters/filter-bar.tsx';
import { deleteView } from '@/lib/api/project-requests.ts';
import { arrange } from '@/lib/board/arrange.ts';
import { useBoardActions } from '@/lib/board/board-context.tsx';
import { indexBoard } from '@/lib/board/board-index.ts';
import { isOrdered, type BoardQuery } from '@/lib/board/board-query.ts';
import type { ShownBoard } from '@/lib/board/intents.ts';
import { useBoardUi } from '@/lib/board/board-ui.ts';
import { useMoment } from '@/lib/board/moment-context.ts';
import { useCreatedCard } from '@/lib/board/use-created-card.ts';
import { useMe } from '@/lib/live/live-context.tsx';
import { useStore } from '@/lib/store.ts';
import { lazily } from '@/lib/ui/lazily.ts';

const SelectionBar = lazily(async () => (await import('@/components/selection-bar.tsx')).SelectionBar);
const HoldBar = lazily(async () => (await import('@/features/board/hold-bar.tsx')).HoldBar);
const BoardList = lazily(async () => (await import('./board-list.tsx')).BoardList);
const LimitDialog = lazily(async () => (await import('@/features/board/limit-dialog.tsx')).LimitDialog);

interface BoardViewProps {
  board: ShownBoard;
  query: BoardQuery;
  onLook: (change: Partial<BoardQuery>) => void;
  openedId: string | null;
  changedId: string | null;
  taskHref: (taskId: string) => string;
  onOpen: (taskId: string) => void;
  onCreate: (status: TaskStatusName) => void;
}

/** The cards of a board, as columns or as a list, with what is left out above them and what is selected below. */
export function BoardView({ board, query, onLook, ...cards }: BoardViewProps) {
  const actions = useBoardActions();
  const isPast = useMoment() !== null;
  const ui = useBoardUi();
  const hasSelection = useStore(ui.selected).size > 0;
  const [limited, setLimited] = useState<TaskStatusName | null>(null);
  // Typing stays quick however many cards there are.
  const deferred = useDeferredValue(query);
  const me = useMe();
  const held = useStore(ui.held);
  const arrangement = useMemo(() => arrange(board, deferred, me, held), [board, deferred, me, held]);
  const index = useMemo(() => indexBoard(board), [board]);
  useCreatedCard({ arrangement, index, query, onLook });
  const { openedId } = cards;
  useEffect(() => {
    // The panel beside it takes room from the board.
    if (openedId) ui.show(openedId);
  }, [ui, openedId]);
  const removeView = (view: SavedViewView): void =>
    void actions.perform(() => deleteView(board.project.id, view.id), {
      refusal: `“${view.name}” was not deleted`,
      success: `Deleted the view “${view.name}”`,
      offersUndo: true,
    });
  return (
    <>
      <FilterBar
        query={query}
        arrangement={arrangement}
        savedViews={board.project.saved_views}
        onLook={onLook}
        onDeleteView={removeView}
      />
      {!isPast && !query.archived && <FirstSteps board={board} onOpen={cards.onOpen} />}
      {query.layout === 'list' || query.archived ? (
        <Suspense fallback={<div className="flex-1" />}>
          <BoardList
            board={board}
            arrangement={arrangement}
            query={deferred}
            emptyWords={
              query.archived && board.tasks.length === 0 ? 'Nothing is archived.' : 'No card fits the filter.'
            }
            index={index}
            openedId={cards.openedId}
            taskHref={cards.taskHref}
            onOpen={cards.onOpen}
          />
        </Suspense>
      ) : (
        <BoardColumns
          board={board}
          arrangement={arrangement}
          index={index}
          query={deferred}
          onLimit={setLimited}
          {...cards}
        />
      )}
      {!isPast && hasSelection && (
        <Suspense fallback={null}>
          <SelectionBar index={index} arrangement={arrangement} />
        </Suspense>
      )}
      {held && (
        <Suspense fallback={null}>
          <HoldBar hold={held} ordered={isOrdered(deferred)} />
        </Suspense>
      )}
      {limited && (
        <Suspense fallback={null}>
          <LimitDialog project={board.project} status={limited} onClose={() => setLimited(null)} />
        </Suspense>
      )}
    </>
  );
}
