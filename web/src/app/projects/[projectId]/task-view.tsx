'use client';

import { Zap } from 'lucide-react';
import { Suspense } from 'react';
import { Button } from '@/components/button.tsx';
import { Notice } from '@/components/notice.tsx';
import { GateList } from '@/features/gates/gate-list.tsx';
import { OutputPanel } from '@/features/session/output-panel.tsx';
import { TaskDetails } from '@/features/task/task-details.tsx';
import { TaskPanel } from '@/features/task/task-panel.tsx';
import { useBoardActions } from '@/lib/board/board-context.tsx';
import { boardHref } from '@/lib/board/board-href.ts';
import type { ShownBoard, ShownTask } from '@/lib/board/intents.ts';
import { useMoment } from '@/lib/board/moment-context.ts';
import { activeSession, latestSession } from '@/lib/board/statuses.ts';
import { lazily } from '@/lib/ui/lazily.ts';

const SessionHistory = lazily(async () => (await import('@/features/session/session-history.tsx')).SessionHistory);
const StoryTab = lazily(async () => (await import('@/features/story/story-tab.tsx')).StoryTab);

interface TaskViewProps {
  board: ShownBoard;
  taskId: string;
  pageHref?: string;
  onClose: () => void;
  /** Shows the board of a position; absent where no board is beside the task. */
  onVisit?: (position: number) => void;
}

/** A task of the board, with its output, its story, its history and its details put together. */
export function TaskView({ board, taskId, pageHref, onClose, onVisit }: TaskViewProps) {
  const isPast = useMoment() !== null;
  const task = board.tasks.find((candidate) => candidate.id === taskId);
  if (!task) {
    return (
      <Notice
        title={isPast ? 'This card was not there then' : 'There is no such task'}
        detail={isPast ? 'It was created later, or deleted before.' : 'It was deleted, or the address is wrong.'}
      >
        <Button onClick={onClose}>Back to the board</Button>
      </Notice>
    );
  }
  const active = activeSession(task, board.sessions);
  const latest = latestSession(task, board.sessions);
  return (
    <TaskPanel
      key={task.id}
      task={task}
      session={active}
      {...(pageHref ? { pageHref } : {})}
      onClose={onClose}
      output={<OutputTab task={task} board={board} />}
      story={
        <Suspense fallback={<Loading />}>
          <StoryTab
            task={task}
            hrefAt={(at) => boardHref(board.project.id, { taskId: task.id, at })}
            {...(onVisit ? { onVisit } : {})}
          />
        </Suspense>
      }
      history={
        <Suspense fallback={<Loading />}>
          <SessionHistory
            projectId={board.project.id}
            taskId={task.id}
            shownSessions={board.sessions.filter((session) => session.task_id === task.id)}
          />
        </Suspense>
      }
      details={<TaskDetails task={task} latest={latest} />}
    />
  );
}

function Loading() {
  return (
    <p role="status" className="p-4 text-muted">
      Loading…
    </p>
  );
}

function OutputTab({ task, board }: { task: ShownTask; board: ShownBoard }) {
  const actions = useBoardActions();
  const isPast = useMoment() !== null;
  const session = activeSession(task, board.sessions) ?? latestSession(task, board.sessions);
  if (session && task.pending !== 'execute') {
    return (
      <div className="flex min-h-0 flex-1 flex-col gap-3 p-3">
        {!isPast && session.gates.length > 0 && <GateList session={session} />}
        <OutputPanel
          key={session.id}
          session={session}
          {...(isPast ? {} : { onStop: () => void actions.stop(task) })}
        />
      </div>
    );
  }
  if (task.active_session_id || task.pending === 'execute') {
    return (
      <p role="status" className="p-4 text-muted">
        Starting…
      </p>
    );
  }
  return (
    <Notice
      icon={<Zap className="size-7" strokeWidth={1.5} />}
      title={isPast ? 'No output then' : 'No output yet'}
      detail={
        isPast
          ? 'No agent had worked on this task by that moment.'
          : 'Execute the task, and what the agent says and does appears here, live.'
      }
    >
      {task.status === 'TODO' && !isPast && (
        <Button tone="primary" onClick={() => void actions.execute(task)}>
          <Zap aria-hidden="true" className="size-3.5 fill-current" /> Execute
        </Button>
      )}
    </Notice>
  );
}
