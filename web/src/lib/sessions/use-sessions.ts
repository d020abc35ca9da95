'use client';

import type { SessionView } from '@podium/board';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { getSessions } from '../api/requests.ts';
import { useMoment } from '../board/moment-context.ts';
import { mergeSessions, sessionsAt } from './merge-sessions.ts';

interface TaskRef {
  id: string;
  project_id: string;
}

/**
 * The sessions of a task, newest first, page by page; in the past, those of then as they were then.
 *
 * @param shown what the board says of them; newer than a fetched page, or older in the past
 */
export function useSessions(task: TaskRef, shown: readonly SessionView[]) {
  const moment = useMoment();
  const query = useInfiniteQuery({
    queryKey: ['sessions', task.project_id, task.id],
    queryFn: ({ pageParam, signal }) => getSessions({ projectId: task.project_id, taskId: task.id }, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
  const sessions = useMemo(() => {
    const merged = mergeSessions(query.data?.pages.flatMap((page) => page.sessions) ?? [], shown);
    return moment ? sessionsAt(merged, shown, moment.time) : merged;
  }, [query.data, shown, moment]);
  return { sessions, query };
}
