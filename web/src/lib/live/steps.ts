'use client';

import type { ActivityItem } from '@podium/board';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { apiPath } from '../api/client.ts';
import { read } from '../api/requests.ts';
import { latestStep } from '../output/output-log.ts';
import { Store, useStore } from '../store.ts';
import { useLive } from './live-context.tsx';
import type { HeardStep } from './step-channel.ts';

const nothing = new Store<HeardStep | null>(null);
/** Among so many of the newest items is one that says something. */
const lookedAt = 5;

/**
 * What the agent of a session does right now, in a few words; null while nothing is known, and without a session. What it
 * did last before one looked is asked for once, and counts as heard when one began to look.
 */
export function useStep(sessionId: string | null): HeardStep | null {
  const { steps } = useLive();
  const told = useStore(useMemo(() => (sessionId ? steps.stepOf(sessionId) : nothing), [steps, sessionId]));
  const [sinceMs] = useState(() => Date.now());
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
  return told ?? (before.data ? { text: before.data, heardAtMs: sinceMs } : null);
}
