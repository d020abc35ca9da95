'use client';

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Button } from '@/components/button.tsx';
import { Notice } from '@/components/notice.tsx';
import { getStoryInProject } from '@/lib/api/requests.ts';
import { actOnTask } from '@/lib/api/task-requests.ts';
import { useBoardActions } from '@/lib/board/board-context.tsx';
import { useMoment } from '@/lib/board/moment-context.ts';
import { agoText } from '@/lib/ui/time.ts';
import { useNow } from '@/lib/ui/use-now.ts';

interface MissingTaskProps {
  projectId: string;
  taskId: string;
  onClose: () => void;
}

/** In place of a task that the board does not have: why, and the way back. A deleted one can be brought back. */
export function MissingTask({ projectId, taskId, onClose }: MissingTaskProps) {
  const isPast = useMoment() !== null;
  const back = <Button onClick={onClose}>Back to the board</Button>;
  if (!isPast) return <NotThereNow projectId={projectId} taskId={taskId} back={back} />;
  return (
    <Notice title="This card was not there then" detail="It was created later, or deleted before.">
      {back}
    </Notice>
  );
}

function NotThereNow({ projectId, taskId, back }: Omit<MissingTaskProps, 'onClose'> & { back: ReactNode }) {
  const actions = useBoardActions();
  const nowMs = useNow('halfMinute');
  const story = useQuery({
    queryKey: ['story-in-project', projectId, taskId],
    queryFn: ({ signal }) => getStoryInProject(projectId, taskId, signal),
    retry: false,
    gcTime: 0,
  });
  const facts = story.data?.entries.filter(
    ({ kind, type }) => kind === 'fact' && type.startsWith('podium.task.v1.Task'),
  );
  const last = facts?.at(-1);
  if (story.isPending) {
    return (
      <p role="status" className="p-6 text-muted">
        Loading…
      </p>
    );
  }
  if (last?.type !== 'podium.task.v1.TaskDeleted') {
    return (
      <Notice title="There is no such task" detail="The address is wrong, or the task belongs to another project.">
        {back}
      </Notice>
    );
  }
  const bringBack = (): void => {
    const words = { refusal: 'The task was not brought back', success: 'Brought the task back' };
    void actions.perform(() => actOnTask({ project_id: projectId, id: taskId }, 'restore'), words);
  };
  return (
    <Notice title="This task was deleted" detail={`${last.title}, ${agoText(last.time, nowMs)}.`}>
      <Button tone="primary" onClick={bringBack}>
        Bring it back
      </Button>
      {back}
    </Notice>
  );
}
