'use client';

import type { SessionView } from '@podium/board';
import { Button } from '@/components/button.tsx';
import { InlineError } from '@/components/notice.tsx';
import { messageOf } from '@/lib/api/problem.ts';
import { useMoment } from '@/lib/board/moment-context.ts';
import { HistoryEntry } from './history-entry.tsx';
import { useSessions } from '@/lib/sessions/use-sessions.ts';

interface SessionHistoryProps {
  projectId: string;
  taskId: string;
  /** What the board says; newer than a fetched page, or older in the past. */
  shownSessions: readonly SessionView[];
}

/** Every execution of a task, newest first. */
export function SessionHistory({ projectId, taskId, shownSessions }: SessionHistoryProps) {
  const moment = useMoment();
  const { sessions, query } = useSessions({ id: taskId, project_id: projectId }, shownSessions);
  const totalCount = moment ? sessions.length : Math.max(query.data?.pages[0]?.total_count ?? 0, sessions.length);

  if (query.isPending && sessions.length === 0)
    return (
      <p role="status" className="p-4 text-muted">
        Loading the history…
      </p>
    );
  return (
    <div className="min-h-0 flex-1 overflow-y-auto p-4">
      {query.error && (
        <div className="mb-3 space-y-2">
          <InlineError>{messageOf(query.error)}</InlineError>
          <Button size="small" onClick={() => void query.refetch()}>
            Try again
          </Button>
        </div>
      )}
      {sessions.length === 0 && !query.error && (
        <p className="text-muted">
          {moment ? 'Not executed by then.' : 'Not executed yet. Each execution is kept here with its full log.'}
        </p>
      )}
      {sessions.length > 0 && (
        <p className="mb-2 text-meta text-faint">
          {totalCount} execution{totalCount === 1 ? '' : 's'}
        </p>
      )}
      <ol aria-label="Executions" className="space-y-2">
        {sessions.map((session) => (
          <HistoryEntry key={session.id} session={session} />
        ))}
      </ol>
      {query.hasNextPage && (
        <Button
          size="small"
          className="mt-3"
          disabled={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {query.isFetchingNextPage ? 'Loading…' : 'Show older'}
        </Button>
      )}
    </div>
  );
}
