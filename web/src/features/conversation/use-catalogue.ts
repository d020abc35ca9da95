'use client';

import type { CatalogueView } from '@podium/board';
import { useQuery } from '@tanstack/react-query';
import { catalogueQuery } from '@/lib/sessions/preferred-model.ts';

export type Offered = Pick<CatalogueView, 'models' | 'agents' | 'commands'>;

const nothing: Offered = { models: [], agents: [], commands: [] };

/** What a project's runtime offers for prompts; nothing until it has said so. @param podIsReady whether it can be asked */
export function useCatalogue(projectId: string, podIsReady: boolean): Offered {
  const { data } = useQuery({
    ...catalogueQuery(projectId),
    enabled: podIsReady,
    // The runtime says what it offers shortly after it is ready.
    refetchInterval: ({ state }) => (state.data?.agents.length === 0 ? 2_000 : false),
  });
  return data ?? nothing;
}
