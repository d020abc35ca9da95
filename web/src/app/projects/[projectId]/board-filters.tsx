'use client';

import { Suspense, useState } from 'react';
import { DisplayMenu } from '@/features/filters/display-menu.tsx';
import { FilterInput } from '@/features/filters/filter-input.tsx';
import { FilterMenu } from '@/features/filters/filter-menu.tsx';
import { saveView } from '@/lib/api/project-requests.ts';
import { useBoardActions } from '@/lib/board/board-context.tsx';
import { boardParams, type BoardQuery } from '@/lib/board/board-query.ts';
import type { ShownBoard, ShownTask } from '@/lib/board/intents.ts';
import { useMoment } from '@/lib/board/moment-context.ts';
import { focusFirstCard } from '@/lib/ui/focus-first-card.ts';
import { lazily } from '@/lib/ui/lazily.ts';
import { newId } from '@/lib/ui/new-id.ts';

const SaveViewDialog = lazily(async () => (await import('@/features/filters/save-view-dialog.tsx')).SaveViewDialog);

interface BoardFiltersProps {
  board: ShownBoard | null | undefined;
  query: BoardQuery;
  onLook: (change: Partial<BoardQuery>) => void;
}

const noTasks: readonly ShownTask[] = [];

/** Which cards show, and how they are put together; a look that is worth coming back to can be kept. */
export function BoardFilters({ board, query, onLook }: BoardFiltersProps) {
  const actions = useBoardActions();
  const isPast = useMoment() !== null;
  const [naming, setNaming] = useState(false);
  const save = (name: string): void => {
    if (!board) return;
    const view = { name, query: boardParams(query).toString() };
    const viewId = board.project.saved_views.find((saved) => saved.name === name)?.id ?? newId();
    void actions.perform(() => saveView(board.project.id, viewId, view), {
      refusal: `“${name}” was not saved`,
      success: `Saved the view “${name}”`,
    });
  };
  return (
    <>
      <span className="flex min-w-0 flex-1 @lg:w-44">
        <FilterInput text={query.text} onText={(text) => onLook({ text })} onDone={focusFirstCard} />
      </span>
      <FilterMenu query={query} tasks={board?.tasks ?? noTasks} onLook={onLook} />
      <DisplayMenu query={query} onLook={onLook} onSaveView={isPast ? undefined : () => setNaming(true)} />
      {naming && board && (
        <Suspense fallback={null}>
          <SaveViewDialog
            names={board.project.saved_views.map((view) => view.name)}
            onSave={save}
            onClose={() => setNaming(false)}
          />
        </Suspense>
      )}
    </>
  );
}
