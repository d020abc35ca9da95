'use client';

import { useState } from 'react';
import { messageOf, ProblemError } from '@/lib/api/problem.ts';

interface Save {
  saving: boolean;
  /** What to tell the person; null while there is nothing to tell. */
  problem: string | null;
  /** Someone else changed the same thing meanwhile. */
  stale: boolean;
  /** True once it is saved. */
  run: (send: () => Promise<unknown>) => Promise<boolean>;
}

/** Sends a change and keeps what was typed where it is refused. */
export function useSave(): Save {
  const [saving, setSaving] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const run = async (send: () => Promise<unknown>): Promise<boolean> => {
    setSaving(true);
    setError(null);
    try {
      await send();
      return true;
    } catch (refusal) {
      setError(refusal);
      return false;
    } finally {
      setSaving(false);
    }
  };
  return {
    saving,
    problem: error === null ? null : messageOf(error),
    stale: error instanceof ProblemError && error.problem.status === 409,
    run,
  };
}
