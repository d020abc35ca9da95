'use client';

import type { SessionView } from '@podium/board';
import { useQuery } from '@tanstack/react-query';
import { getChanges, getPatch } from '@/lib/api/changes-requests.ts';
import { useMoment } from '@/lib/board/moment-context.ts';
import { useLive } from '@/lib/live/live-context.tsx';

/** What a session changed, newest turn first; fetched anew when a turn or the session ends. In the past what it had changed by then. */
export function useChanges(session: SessionView, enabled: boolean) {
  const { live } = useLive();
  const moment = useMoment();
  return useQuery({
    queryKey: ['changes', session.id],
    queryFn: ({ signal }) => getChanges(session.id, signal, live.floor),
    select: (turns) =>
      turns
        .filter(({ ended_at }) => !moment || Date.parse(ended_at) <= Date.parse(moment.time))
        .toSorted((one, other) => other.turn - one.turn),
    staleTime: Number.POSITIVE_INFINITY,
    enabled,
  });
}

/** The lines of one file; what was changed once does not change any more. */
export function usePatch(sessionId: string, turn: number, path: string) {
  return useQuery({
    queryKey: ['patch', sessionId, turn, path],
    queryFn: ({ signal }) => getPatch(sessionId, turn, path, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });
}
