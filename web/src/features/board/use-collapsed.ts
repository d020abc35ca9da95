'use client';

import type { TaskStatusName } from '@podium/board';
import { useCallback, useEffect, useState } from 'react';

type Choices = Partial<Record<TaskStatusName, boolean>>;

interface Collapsed {
  /** Undefined where nobody chose. */
  isCollapsed: (status: TaskStatusName) => boolean | undefined;
  toggle: (status: TaskStatusName, collapsed: boolean) => void;
}

/** Which columns of a project somebody folded or unfolded, kept by this browser. */
export function useCollapsed(projectId: string): Collapsed {
  const key = `podium.columns.${projectId}`;
  const [choices, setChoices] = useState<Choices>({});
  useEffect(() => setChoices(read(key)), [key]);
  const toggle = (status: TaskStatusName, collapsed: boolean): void => {
    const next = { ...choices, [status]: collapsed };
    localStorage.setItem(key, JSON.stringify(next));
    setChoices(next);
  };
  return { isCollapsed: useCallback((status: TaskStatusName) => choices[status], [choices]), toggle };
}

/** Without a kept choice: none. */
function read(key: string): Choices {
  const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '{}');
  return typeof kept === 'object' && kept !== null ? kept : {};
}
