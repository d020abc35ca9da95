'use client';

import { useQuery } from '@tanstack/react-query';
import { apiPath } from '@/lib/api/client.ts';
import { read } from '@/lib/api/requests.ts';
import { useLive } from '@/lib/live/live-context.tsx';

export interface UsageTotals {
  input_tokens: number;
  output_tokens: number;
  cached_tokens: number;
  cost_usd: number;
  sessions: number;
  prompts: number;
}

export interface UsageGroup extends UsageTotals {
  key: string;
  label: string;
}

export interface Usage {
  total: UsageTotals;
  groups: UsageGroup[];
  total_groups: number;
}

export type UsageGrouping = 'day' | 'model' | 'person' | 'task' | 'project';

interface UsageQuestion {
  /** All projects where it is null. */
  projectId: string | null;
  by: UsageGrouping;
  /** First day, `YYYY-MM-DD` (UTC). */
  from: string;
}

/** Tokens and cost from a day on, told apart by something. */
export function useUsage({ projectId, by, from }: UsageQuestion) {
  const { live } = useLive();
  const path = projectId ? apiPath('projects', projectId, 'usage') : 'usage';
  return useQuery({
    queryKey: ['usage', projectId, by, from],
    queryFn: ({ signal }) =>
      read<Usage>(`${path}?${new URLSearchParams({ by, from, limit: '100' })}`, signal, live.floor),
    staleTime: 10_000,
    refetchInterval: 30_000,
  });
}
