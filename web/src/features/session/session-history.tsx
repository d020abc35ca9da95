'use client';

import type { SessionView } from '@podium/board';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from '@/components/button.tsx';
import { InlineError } from '@/components/notice.tsx';
import { messageOf } from '@/lib/api/problem.ts';
import { getSessions } from '@/lib/api/requests.ts';
import { useMoment } from '@/lib/board/moment-context.ts';
import { HistoryEntry } from './history-entry.tsx';
import { mergeSessions, sessionsAt } from '@/lib/sessions/merge-sessions.ts';

interface SessionHistoryProps {
  projectId: string;
  taskId: string;
  /** What the board says; newer than a fetched page, or older in the past. */
  shownSessions: readonly SessionView[];
}

/** Every execution of a task, newest first. */
export function SessionHistory({ projectId, taskId, shownSessions }: SessionHistoryProps) {
  const query = useInfiniteQuery({
    queryKey: ['sessions', projectId, taskId],
    queryFn: ({ pageParam, signal }) => getSessions({ projectId, taskId }, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
  const moment = useMoment();
  const fetched = query.data?.pages.flatMap((page) => page.sessions) ?? [];
  const sessions = moment
    ? sessionsAt(mergeSessions(fetched, shownSessions), shownSessions, moment.time)
    : mergeSessions(fetched, shownSessions);
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
