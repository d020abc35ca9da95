'use client';

import { useSearchParams } from 'next/navigation';
import { boardHref } from '@/lib/board/board-href.ts';
import { useBoardUi } from '@/lib/board/board-ui.ts';
import { useStable } from '@/lib/ui/use-stable.ts';

interface OpenTask {
  taskId: string | null;
  openTask: (taskId: string) => void;
  closeTask: () => void;
  hrefOf: (taskId: string) => string;
}

/** The open task is part of the address, so that it can be sent, reloaded and gone back from. No request is made for it. */
export function useOpenTask(projectId: string, at: number | null, look: URLSearchParams): OpenTask {
  const taskId = useSearchParams().get('task');
  const ui = useBoardUi();
  const hrefOf = useStable((id: string) => boardHref(projectId, { taskId: id, at, look }));
  const openTask = useStable((id: string) => {
    // One step back closes the panel, however many cards were looked at.
    if (taskId) window.history.replaceState(null, '', hrefOf(id));
    else window.history.pushState(null, '', hrefOf(id));
  });
  const closeTask = useStable(() => {
    window.history.pushState(null, '', boardHref(projectId, { at, look }));
    // The focus goes back to where it came from.
    if (taskId) ui.focus(taskId);
  });
  return { taskId, openTask, closeTask, hrefOf };
}
