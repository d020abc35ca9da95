'use client';

import { Zap } from 'lucide-react';
import { Button } from '@/components/button.tsx';
import { Notice } from '@/components/notice.tsx';
import { OutputPanel } from '@/features/session/output-panel.tsx';
import { SessionHistory } from '@/features/session/session-history.tsx';
import { TaskDetails } from '@/features/task/task-details.tsx';
import { TaskPanel } from '@/features/task/task-panel.tsx';
import { useBoardActions } from '@/lib/board/board-context.tsx';
import type { ShownBoard, ShownTask } from '@/lib/board/intents.ts';
import { activeSession, latestSession } from '@/lib/board/statuses.ts';

interface TaskViewProps {
  board: ShownBoard;
  taskId: string;
  pageHref?: string;
  onClose: () => void;
}

/** A task of the board, with its output, its history and its details put together. */
export function TaskView({ board, taskId, pageHref, onClose }: TaskViewProps) {
  const task = board.tasks.find((candidate) => candidate.id === taskId);
  if (!task) {
    return (
      <Notice title="There is no such task" detail="It was deleted, or the address is wrong.">
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
      history={
        <SessionHistory
          projectId={board.project.id}
          taskId={task.id}
          liveSessions={board.sessions.filter((session) => session.task_id === task.id)}
        />
      }
      details={<TaskDetails task={task} latest={latest} />}
    />
  );
}

function OutputTab({ task, board }: { task: ShownTask; board: ShownBoard }) {
  const actions = useBoardActions();
  const session = activeSession(task, board.sessions) ?? latestSession(task, board.sessions);
  if (session && task.pending !== 'execute') {
    return (
      <div className="flex min-h-0 flex-1 flex-col p-3">
        <OutputPanel key={session.id} session={session} onStop={() => void actions.stop(task)} />
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
      title="No output yet"
      detail="Execute the task, and what the agent says and does appears here, live."
    >
      {task.status === 'TODO' && (
        <Button tone="primary" onClick={() => void actions.execute(task)}>
          <Zap aria-hidden="true" className="size-3.5 fill-current" /> Execute
        </Button>
      )}
    </Notice>
  );
}
