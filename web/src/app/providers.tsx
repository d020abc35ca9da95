'use client';

import * as Tooltip from '@radix-ui/react-tooltip';
import { QueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { Announcer } from '@/components/announcer.tsx';
import { Toaster } from '@/components/toaster.tsx';
import { ProblemError } from '@/lib/api/problem.ts';
import { LiveProvider } from '@/lib/live/live-context.tsx';

/** What every page needs: the query cache, the live connection, and the places of toasts and announcements. */
export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(newQueryClient);
  return (
    <LiveProvider client={client}>
      <Tooltip.Provider delayDuration={400} skipDelayDuration={100}>
        {children}
        <Toaster />
        <Announcer />
      </Tooltip.Provider>
    </LiveProvider>
  );
}

function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        retry: (failures, error) => failures < 2 && mayPass(error),
        retryDelay: (attempt) => 300 * 2 ** attempt,
      },
    },
  });
}

/** Whether asking again can help: no answer, or a server in trouble. */
function mayPass(error: Error): boolean {
  return !(error instanceof ProblemError) || error.problem.status === 0 || error.problem.status >= 500;
}
