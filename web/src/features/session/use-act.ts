'use client';

import { useState } from 'react';
import type { Answer } from '@/lib/api/client.ts';
import { useLive } from '@/lib/live/live-context.tsx';
import { notifyRefusal } from '@/lib/ui/refusal.ts';

/** Does something with a session; a refusal is told. Answers whether it was done. */
export function useAct() {
  const { live } = useLive();
  const [busy, setBusy] = useState(false);
  const act = async (refused: string, send: () => Promise<Answer<{ position?: number }>>): Promise<boolean> => {
    setBusy(true);
    try {
      live.raiseFloor((await send()).position);
      return true;
    } catch (error) {
      notifyRefusal(refused, error);
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, act };
}
