'use client';

import type { MomentView, StoryEntry } from '@podium/board';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useMoment } from '@/lib/board/moment-context.ts';
import { useLive } from '@/lib/live/live-context.tsx';
import { storyQuery } from '@/lib/live/queries.ts';

/** What happened to a task, oldest first; in the past, up to then. Live facts of the task fetch it anew. */
export function useStory(taskId: string) {
  const query = useQuery(storyQuery(useLive().live, taskId));
  const moment = useMoment();
  const entries = useMemo(() => query.data && entriesUntil(query.data.entries, moment), [query.data, moment]);
  return { entries, error: query.error, retry: () => void query.refetch() };
}

function entriesUntil(entries: readonly StoryEntry[], moment: MomentView | null): readonly StoryEntry[] {
  if (!moment) return entries;
  const untilMs = Date.parse(moment.time);
  return entries.filter(
    ({ position, kind, time }) => position <= moment.position && (kind === 'fact' || Date.parse(time) <= untilMs),
  );
}
