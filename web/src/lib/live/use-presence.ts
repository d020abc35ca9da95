'use client';

import { useStore } from '../store.ts';
import { useLive } from './live-context.tsx';
import type { PersonHere } from './presence-channel.ts';

/** Everyone who looks at the project that this page shows, oneself too; empty while that is not known. */
export function usePresence(): readonly PersonHere[] {
  return useStore(useLive().presence.people);
}
