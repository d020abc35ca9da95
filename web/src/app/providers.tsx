'use client';

import { QueryClient } from '@tanstack/react-query';
import { Suspense, useState, type ReactNode } from 'react';
import { Announcer } from '@/components/announcer.tsx';
import { TooltipLayer } from '@/components/tooltip-layer.tsx';
import { ProblemError } from '@/lib/api/problem.ts';
import { LiveProvider } from '@/lib/live/live-context.tsx';
import { useStore } from '@/lib/store.ts';
import { lazily } from '@/lib/ui/lazily.ts';
import { toasts } from '@/lib/ui/toasts.ts';

const Toaster = lazily(async () => (await import('@/components/toaster.tsx')).Toaster);

/** What every page needs: the query cache, the live connection, and the places of toasts and announcements. */
export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(newQueryClient);
  return (
    <LiveProvider client={client}>
      {children}
      <Toasts />
      <TooltipLayer />
      <Announcer />
    </LiveProvider>
  );
}

/** There once there was something to say. */
function Toasts() {
  const [needed, setNeeded] = useState(false);
  const isSpeaking = useStore(toasts).length > 0;
  if (isSpeaking && !needed) setNeeded(true);
  return <Suspense fallback={null}>{needed && <Toaster />}</Suspense>;
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
