'use client';

import { useState } from 'react';
import type { Answer } from '@/lib/api/client.ts';
import { messageOf, ProblemError } from '@/lib/api/problem.ts';
import { takeBack } from '@/lib/api/requests.ts';
import type { Undoable } from '@/lib/api/types.ts';
import { useLive } from '@/lib/live/live-context.tsx';
import { undoable } from '@/lib/ui/undo.ts';

interface ProjectChange {
  /** True once it is done. */
  change: (title: string, send: () => Promise<Answer<{ position?: number } & Undoable>>) => Promise<boolean>;
  saving: boolean;
  problem: string | null;
  /** Messages by field. */
  fields: Record<string, string>;
}

/** Sends changes of a project; what can be undone is offered to be. */
export function useProjectChange(): ProjectChange {
  const { live } = useLive();
  const [saving, setSaving] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const change: ProjectChange['change'] = async (title, send) => {
    setSaving(true);
    setError(null);
    try {
      const { value, position } = await send();
      live.raiseFloor(position);
      const step = value?.undo;
      if (step) undoable({ title, undo: async () => live.raiseFloor((await takeBack(step)).position) });
      return true;
    } catch (refusal) {
      setError(refusal);
      return false;
    } finally {
      setSaving(false);
    }
  };
  const fields = error instanceof ProblemError ? error.problem.fields : {};
  const isTold = error === null || Object.keys(fields).length > 0;
  return { change, saving, problem: isTold ? null : messageOf(error), fields };
}
