'use client';

import { ChevronRight } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { PeopleHere } from '@/components/people-here.tsx';
import { BoardProvider, useBoardActions, useShownBoard } from '@/lib/board/board-context.tsx';
import { useShortcuts } from '@/lib/ui/use-shortcuts.ts';
import { BoardUnavailable } from '../../board-unavailable.tsx';
import { TaskView } from '../../task-view.tsx';
import { useBoardAndArchive } from '../../use-board-and-archive.ts';
import { usePageTitle } from '../../use-page-title.ts';

interface TaskScreenProps {
  projectId: string;
  taskId: string;
  navigation: ReactNode;
}

export function TaskScreen(props: TaskScreenProps) {
  return (
    <BoardProvider projectId={props.projectId}>
      <Screen {...props} />
    </BoardProvider>
  );
}

/** One task as a page of its own. */
function Screen({ projectId, taskId, navigation }: TaskScreenProps) {
  const { board, error, retry } = useShownBoard(projectId);
  const actions = useBoardActions();
  const router = useRouter();
  const { around } = useBoardAndArchive(board, { archived: false, taskId, isPast: false });
  const task = around?.tasks.find((candidate) => candidate.id === taskId);
  const boardHref = `/projects/${projectId}`;
  const close = (): void => router.push(task ? `${boardHref}?task=${encodeURIComponent(taskId)}` : boardHref);
  const mayExecute = task?.status === 'TODO' && !task.active_session_id && !task.archived_at;
  usePageTitle(task?.title);
  useShortcuts({
    e: () => mayExecute && void actions.execute(task),
    s: () => task?.active_session_id && void actions.stop(task),
    Escape: close,
  });
  return (
    <>
      <header className="flex h-12 shrink-0 items-center gap-2 px-4">
        {navigation}
        <Link href={boardHref} className="truncate font-medium text-muted hover:text-text">
          {board?.project.name ?? 'Board'}
        </Link>
        {around && <ChevronRight aria-hidden="true" className="size-3.5 shrink-0 text-faint" />}
        {around && <h1 className="min-w-0 flex-1 truncate">{task?.title ?? 'Not here'}</h1>}
        <PeopleHere />
      </header>
      {around ? (
        <div className="mx-auto flex min-h-0 w-full max-w-5xl flex-1 flex-col overflow-hidden border-line bg-surface sm:mb-4 sm:rounded-dialog sm:border">
          <TaskView board={around} taskId={taskId} onClose={close} />
        </div>
      ) : board === null || error ? (
        <BoardUnavailable error={error} onRetry={retry} />
      ) : (
        <p role="status" className="p-6 text-muted">
          Loading…
        </p>
      )}
    </>
  );
}
