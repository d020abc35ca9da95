'use client';

import { Zap } from 'lucide-react';
import { Button } from '@/components/button.tsx';
import { Notice } from '@/components/notice.tsx';
import { OutputPanel } from '@/features/session/output-panel.tsx';
import { useBoardActions } from '@/lib/board/board-context.tsx';
import type { ShownBoard, ShownTask } from '@/lib/board/intents.ts';
import { useMoment } from '@/lib/board/moment-context.ts';
import { activeSession, latestSession } from '@/lib/board/statuses.ts';

/** The log of a task's newest session, or how it comes to have one. */
export function OutputTab({ task, board }: { task: ShownTask; board: ShownBoard }) {
  const actions = useBoardActions();
  const isPast = useMoment() !== null;
  const session = activeSession(task, board.sessions) ?? latestSession(task, board.sessions);
  if (session && task.pending !== 'execute') {
    return (
      <div className="flex min-h-0 flex-1 flex-col p-3">
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
