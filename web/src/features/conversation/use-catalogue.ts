'use client';

import type { CatalogueView } from '@podium/board';
import { useQuery } from '@tanstack/react-query';
import { getCatalogue } from '@/lib/api/session-requests.ts';

export type Offered = Pick<CatalogueView, 'models' | 'agents' | 'commands'>;

const nothing: Offered = { models: [], agents: [], commands: [] };

/** What a project's runtime offers for prompts; nothing until it has said so. @param podIsReady whether it can be asked */
export function useCatalogue(projectId: string, podIsReady: boolean): Offered {
  const { data } = useQuery({
    queryKey: ['catalogue', projectId],
    queryFn: ({ signal }) => getCatalogue(projectId, signal),
    enabled: podIsReady,
    // The runtime says what it offers shortly after it is ready.
    refetchInterval: ({ state }) => (state.data?.agents.length === 0 ? 2_000 : false),
    staleTime: 60_000,
  });
  return data ?? nothing;
}
