'use client';

import { useSearchParams } from 'next/navigation';
import { boardHref } from '@/lib/board/board-href.ts';
import { useStable } from '@/lib/ui/use-stable.ts';

interface OpenTask {
  taskId: string | null;
  openTask: (taskId: string) => void;
  closeTask: () => void;
  hrefOf: (taskId: string) => string;
}

/** The open task is part of the address, so that it can be sent, reloaded and gone back from. No request is made for it. */
export function useOpenTask(projectId: string, at: number | null): OpenTask {
  const taskId = useSearchParams().get('task');
  const hrefOf = useStable((id: string) => boardHref(projectId, { taskId: id, at }));
  const openTask = useStable((id: string) => {
    // One step back closes the panel, however many cards were looked at.
    if (taskId) window.history.replaceState(null, '', hrefOf(id));
    else window.history.pushState(null, '', hrefOf(id));
  });
  const closeTask = useStable(() => {
    const closed = taskId;
    window.history.pushState(null, '', boardHref(projectId, { at }));
    if (closed) focusCard(closed);
  });
  return { taskId, openTask, closeTask, hrefOf };
}

/** The focus goes back to where it came from. */
function focusCard(taskId: string): void {
  document.querySelector<HTMLElement>(`[data-card="${CSS.escape(taskId)}"] a`)?.focus();
}
