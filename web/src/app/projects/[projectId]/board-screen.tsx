'use client';

import type { TaskStatusName } from '@podium/board';
import { Suspense, useState, type ReactNode } from 'react';
import { NewTask } from './new-task.tsx';
import { BoardSkeleton } from '@/features/board/board-skeleton.tsx';
import { BoardTopBar } from '@/features/board/board-top-bar.tsx';
import { MomentLabel } from '@/features/timeline/moment-label.tsx';
import { useTimeTravel } from '@/features/timeline/use-time-travel.ts';
import { BoardProvider } from '@/lib/board/board-context.tsx';
import { MomentContext } from '@/lib/board/moment-context.ts';
import { useBoardQuery } from '@/lib/board/use-board-query.ts';
import { useIsStale } from '@/lib/live/live-context.tsx';
import { cx } from '@/lib/ui/class-names.ts';
import { lazily } from '@/lib/ui/lazily.ts';
import { BoardFilters } from './board-filters.tsx';
import { BoardUnavailable } from './board-unavailable.tsx';
import { BoardView } from './board-view.tsx';
import { SidePanel } from './side-panel.tsx';
import { useBoardAndArchive } from './use-board-and-archive.ts';
import { useBoardCommands } from './use-board-commands.ts';
import { useBoardInTime } from './use-board-in-time.ts';
import { useOpenTask } from './use-open-task.ts';
import { usePageTitle } from './use-page-title.ts';

const TaskView = lazily(async () => (await import('./task-view.tsx')).TaskView);
const Scrubber = lazily(async () => (await import('@/features/timeline/scrubber.tsx')).Scrubber);

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

/** The board, now or as it was, with its open task beside it. */
function Screen({ projectId, navigation }: BoardScreenProps) {
  const travel = useTimeTravel(projectId);
  const { board, moment, error, retry } = useBoardInTime(projectId, travel);
  const isPast = travel.playback.position !== null;
  const { query, look, params } = useBoardQuery();
  const { taskId, openTask, closeTask, hrefOf } = useOpenTask(projectId, travel.playback.position, params);
  const [creating, setCreating] = useState<TaskStatusName | null>(null);
  const archive = useBoardAndArchive(board, { archived: query.archived, taskId, isPast });
  const { cards, around } = archive;
  const stale = useIsStale() && !isPast;
  usePageTitle(board?.project.name);
  const create = (status: TaskStatusName = 'TODO'): void => {
    // What is new has to be seen.
    look({ archived: false });
    setCreating(board && !isPast ? status : null);
  };
  useBoardCommands({ board: cards ?? board, query, onLook: look, taskId, openTask, closeTask, create, travel });

  const task = around?.tasks.find((candidate) => candidate.id === taskId);
  const failure = error ?? archive.error;
  return (
    <MomentContext value={moment}>
      <div className="relative flex min-h-0 flex-1">
        {/* A panel that covers the screen leaves nothing below it for the focus to go to. */}
        <div className={cx('flex min-w-0 flex-1 flex-col', around && taskId && 'max-md:invisible')}>
          <BoardTopBar
            board={!board && failure ? null : board}
            layout={query.layout}
            onLayout={(layout) => look({ layout })}
            onCreate={() => create()}
            timelineOpen={travel.open}
            onTimeline={travel.toggleOpen}
            past={moment && !error && <MomentLabel moment={moment} travel={travel} />}
            navigation={navigation}
            filters={<BoardFilters board={board} query={query} onLook={look} />}
          />
          {cards ? (
            <div
              className={cx(
                'relative flex min-h-0 flex-1 flex-col transition-[filter,opacity] duration-150',
                stale && 'grayscale',
              )}
            >
              <BoardView
                board={cards}
                query={query}
                onLook={look}
                openedId={taskId}
                changedId={travel.change?.task_id ?? null}
                taskHref={hrefOf}
                onOpen={openTask}
                onCreate={create}
              />
              {isPast && (
                <div
                  aria-hidden="true"
                  data-testid="sepia"
                  className="sepia-edges pointer-events-none absolute inset-0 z-10 animate-appear"
                />
              )}
            </div>
          ) : board === null || failure ? (
            <div className="min-h-0 flex-1 overflow-y-auto">
              <BoardUnavailable
                error={failure}
                onRetry={error ? retry : archive.retry}
                {...(isPast ? { onNow: () => travel.go({ kind: 'now' }) } : {})}
              />
            </div>
          ) : (
            <BoardSkeleton />
          )}
          {travel.open && (
            <Suspense fallback={<div className="h-11 shrink-0 border-t border-line" />}>
              <Scrubber projectId={projectId} travel={travel} />
            </Suspense>
          )}
        </div>
        {around && taskId && (
          <SidePanel label={task ? `Task ${task.title}` : 'Task'}>
            <Suspense fallback={null}>
              <TaskView
                board={around}
                taskId={taskId}
                pageHref={`/projects/${projectId}/tasks/${taskId}`}
                onClose={closeTask}
                onVisit={(position) => travel.go({ kind: 'visit', position })}
              />
            </Suspense>
          </SidePanel>
        )}
        {creating && board && <NewTask project={board.project} status={creating} onClose={() => setCreating(null)} />}
      </div>
    </MomentContext>
  );
}
