'use client';

import { useState, type ReactNode } from 'react';
import { BoardColumns } from '@/features/board/board-columns.tsx';
import { BoardSkeleton } from '@/features/board/board-skeleton.tsx';
import { BoardTopBar } from '@/features/board/board-top-bar.tsx';
import { CreateTaskDialog } from '@/features/board/create-task-dialog.tsx';
import { BoardProvider, useShownBoard } from '@/lib/board/board-context.tsx';
import { useConnection } from '@/lib/live/live-context.tsx';
import { cx } from '@/lib/ui/class-names.ts';
import { useShortcuts } from '@/lib/ui/use-shortcuts.ts';
import { BoardUnavailable } from './board-unavailable.tsx';
import { SidePanel } from './side-panel.tsx';
import { TaskView } from './task-view.tsx';
import { useOpenTask } from './use-open-task.ts';
import { usePageTitle } from './use-page-title.ts';

interface BoardScreenProps {
  projectId: string;
  navigation: ReactNode;
}

export function BoardScreen(props: BoardScreenProps) {
  return (
    <BoardProvider projectId={props.projectId}>
      <Screen {...props} />
    </BoardProvider>
  );
}

/** The board with its open task beside it. */
function Screen({ projectId, navigation }: BoardScreenProps) {
  const { board, error, retry } = useShownBoard(projectId);
  const { taskId, openTask, closeTask, hrefOf } = useOpenTask(projectId);
  const [filter, setFilter] = useState('');
  const [creating, setCreating] = useState(false);
  const stale = useConnection() === 'offline';
  usePageTitle(board?.project.name);
  useShortcuts({
    c: (event) => {
      event.preventDefault();
      if (board) setCreating(true);
    },
    Escape: () => taskId && closeTask(),
  });

  const task = board?.tasks.find((candidate) => candidate.id === taskId);
  return (
    <div className="flex min-h-0 flex-1">
      <div className="flex min-w-0 flex-1 flex-col">
        <BoardTopBar
          board={board}
          filter={filter}
          onFilter={setFilter}
          onCreate={() => setCreating(true)}
          navigation={navigation}
        />
        {board ? (
          <div
            className={cx(
              'flex min-h-0 flex-1 flex-col transition-[filter,opacity] duration-150',
              stale && 'opacity-70 grayscale',
            )}
          >
            <BoardColumns
              board={board}
              filter={filter}
              selectedId={taskId}
              taskHref={hrefOf}
              onOpen={openTask}
              onCreate={() => setCreating(true)}
            />
          </div>
        ) : board === null || error ? (
          <BoardUnavailable error={error} onRetry={retry} />
        ) : (
          <BoardSkeleton />
        )}
      </div>
      {board && taskId && (
        <SidePanel label={task ? `Task ${task.title}` : 'Task'}>
          <TaskView
            board={board}
            taskId={taskId}
            pageHref={`/projects/${projectId}/tasks/${taskId}`}
            onClose={closeTask}
          />
        </SidePanel>
      )}
      <CreateTaskDialog
        projectId={projectId}
        open={creating}
        onOpenChange={setCreating}
        onCreated={() => setCreating(false)}
      />
    </div>
  );
}
