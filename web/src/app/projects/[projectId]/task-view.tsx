'use client';

import { queuePositions, waitSentence } from '@podium/board';
import { Suspense, useRef } from 'react';
import { GateList } from '@/features/gates/gate-list.tsx';
import { BeforeExecution, SessionAttention } from '@/features/session/session-attention.tsx';
import { SilenceStrip } from '@/features/session/silence-strip.tsx';
import { MissingTask } from '@/features/task/missing-task.tsx';
import { TaskDetails } from '@/features/task/task-details.tsx';
import { TaskPanel, type TaskTab } from '@/features/task/task-panel.tsx';
import { boardHref } from '@/lib/board/board-href.ts';
import type { ShownBoard, ShownTask } from '@/lib/board/intents.ts';
import { useMoment } from '@/lib/board/moment-context.ts';
import { activeSession, latestSession } from '@/lib/board/statuses.ts';
import { lazily } from '@/lib/ui/lazily.ts';
import { useShortcuts } from '@/lib/ui/use-shortcuts.ts';
import { OutputTab } from './output-tab.tsx';

const SessionHistory = lazily(async () => (await import('@/features/session/session-history.tsx')).SessionHistory);
const ChangesTab = lazily(async () => (await import('@/features/changes/changes-tab.tsx')).ChangesTab);
const StoryTab = lazily(async () => (await import('@/features/story/story-tab.tsx')).StoryTab);
const ConversationTab = lazily(
  async () => (await import('@/features/conversation/conversation-tab.tsx')).ConversationTab,
);
const Composer = lazily(async () => (await import('@/features/conversation/composer.tsx')).Composer);

interface TaskViewProps {
  board: ShownBoard;
  taskId: string;
  pageHref?: string;
  onClose: () => void;
  /** Shows the board of a position; absent where no board is beside the task. */
  onVisit?: (position: number) => void;
}

/** A task of the board with everything about it put together. */
export function TaskView({ board, taskId, pageHref, onClose, onVisit }: TaskViewProps) {
  const isPast = useMoment() !== null;
  const task = board.tasks.find((candidate) => candidate.id === taskId);
  if (!task) return <MissingTask projectId={board.project.id} taskId={taskId} onClose={onClose} />;
  const latest = latestSession(task, board.sessions);
  return (
    <TaskPanel
      key={task.id}
      task={task}
      session={activeSession(task, board.sessions)}
      {...(pageHref ? { pageHref } : {})}
      onClose={onClose}
      attention={<Attention task={task} board={board} />}
      tabs={tabsOf(task, board, onVisit)}
      foot={
        !isPast &&
        !task.archived_at && (
          <Suspense fallback={null}>
            <Composer
              task={task}
              latest={latest}
              podIsReady={['ready', 'idle'].includes(board.pod?.status ?? 'none')}
            />
          </Suspense>
        )
      }
    />
  );
}

function tabsOf(task: ShownTask, board: ShownBoard, onVisit: TaskViewProps['onVisit']): TaskTab[] {
  const shownSessions = board.sessions.filter((session) => session.task_id === task.id);
  return [
    {
      name: 'conversation',
      label: 'Conversation',
      content: (
        <Suspense fallback={<Loading />}>
          <ConversationTab task={task} shownSessions={shownSessions} />
        </Suspense>
      ),
    },
    { name: 'output', label: 'Output', content: <OutputTab task={task} board={board} /> },
    {
      name: 'changes',
      label: 'Changes',
      content: (
        <Suspense fallback={<Loading />}>
          <ChangesTab task={task} shownSessions={shownSessions} />
        </Suspense>
      ),
    },
    {
      name: 'story',
      label: 'Story',
      content: (
        <Suspense fallback={<Loading />}>
          <StoryTab
            task={task}
            awaited={awaitedOf(task, board)}
            hrefAt={(at) => boardHref(board.project.id, { taskId: task.id, at })}
            {...(onVisit ? { onVisit } : {})}
          />
        </Suspense>
      ),
    },
    {
      name: 'history',
      label: 'History',
      content: (
        <Suspense fallback={<Loading />}>
          <SessionHistory projectId={board.project.id} taskId={task.id} shownSessions={shownSessions} />
        </Suspense>
      ),
    },
    {
      name: 'details',
      label: 'Details',
      content: <TaskDetails task={task} board={board} latest={latestSession(task, board.sessions)} />,
    },
  ];
}

/** What a queued session waits for. */
function awaitedOf(task: ShownTask, board: ShownBoard): string | null {
  const place = queuePositions(board).get(task.active_session_id ?? '');
  return place ? waitSentence(place) : null;
}

/** What a person has to answer or to decide, above whatever tab is open. */
function Attention({ task, board }: { task: ShownTask; board: ShownBoard }) {
  const isPast = useMoment() !== null;
  const session = activeSession(task, board.sessions) ?? latestSession(task, board.sessions);
  const answers = useRef<HTMLDivElement>(null);
  useShortcuts({
    a: (event) => {
      const first = answers.current?.querySelector<HTMLElement>('button, input');
      if (!first) return;
      event.preventDefault();
      first.focus();
    },
  });
  const mayExecute = task.status === 'TODO' && !task.active_session_id && !task.archived_at && !isPast;
  return (
    <>
      {mayExecute && <BeforeExecution board={board} />}
      {session && (
        <SessionAttention
          task={task}
          board={board}
          session={session}
          place={session.status === 'queued' ? queuePositions(board).get(session.id) : undefined}
        />
      )}
      {!isPast && session && <SilenceStrip session={session} />}
      {!isPast && session && session.gates.length > 0 && (
        <div ref={answers} className="max-h-[60dvh] shrink-0 overflow-y-auto p-3 pb-0">
          <GateList session={session} />
        </div>
      )}
    </>
  );
}

function Loading() {
  return (
    <p role="status" className="p-4 text-muted">
      Loading…
    </p>
  );
}
