'use client';

import { useEffect, useMemo } from 'react';
import { useLive } from '../live/live-context.tsx';
import { Store, useStore } from '../store.ts';
import { emptyOutput, type OutputLog } from './output-log.ts';

const nothing = new Store<OutputLog>(emptyOutput);

/** The output of a session, followed while the component is there. Nothing is followed without a session. */
export function useOutput(projectId: string, sessionId: string | null): OutputLog {
  const { outputs } = useLive();
  const log = useMemo(
    () => (sessionId ? outputs.logOf(projectId, sessionId) : nothing),
    [outputs, projectId, sessionId],
  );
  useEffect(() => (sessionId ? outputs.follow(projectId, sessionId) : undefined), [outputs, projectId, sessionId]);
  return useStore(log);
}
