'use client';

import type { ActivityItem } from '@podium/board';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { apiPath } from '../api/client.ts';
import { read } from '../api/requests.ts';
import { latestStep } from '../output/output-log.ts';
import { Store, useStore } from '../store.ts';
import { useLive } from './live-context.tsx';

const nothing = new Store<string | null>(null);
/** Among so many of the newest items is one that says something. */
const lookedAt = 5;

/**
 * What the agent of a session does right now, in a few words; null while nothing is known, and without a session. What it
 * did last before one looked is asked for once.
 */
export function useStep(sessionId: string | null): string | null {
  const { steps } = useLive();
  const told = useStore(useMemo(() => (sessionId ? steps.stepOf(sessionId) : nothing), [steps, sessionId]));
  const before = useQuery({
    queryKey: ['step', sessionId],
    queryFn: async ({ signal }) => {
      const query = new URLSearchParams({ tail: 'true', limit: String(lookedAt) });
      const path = `${apiPath('sessions', sessionId ?? '', 'activity')}?${query}`;
      return latestStep(await read<{ items: ActivityItem[] }>(path, signal));
    },
    enabled: sessionId !== null && told === null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  return told ?? before.data ?? null;
}
