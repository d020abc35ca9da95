'use client';

import type { SessionView } from '@podium/board';
import { Ago } from '@/components/times.tsx';
import type { ShownBoard, ShownTask } from '@/lib/board/intents.ts';
import { useMoment } from '@/lib/board/moment-context.ts';
import { Attachments } from './attachments.tsx';
import { Checklist } from './checklist.tsx';
import { Comments } from './comments.tsx';
import { Dependencies } from './dependencies.tsx';
import { Description } from './description.tsx';
import { FileDrop } from './file-drop.tsx';
import { TaskProperties } from './task-properties.tsx';
import { useAttachments } from './use-attachments.ts';
import { whyHere } from './why-here.ts';

interface TaskDetailsProps {
  task: ShownTask;
  board: ShownBoard;
  latest: SessionView | null;
}

/** Everything that people say of a task, each part edited where it stands. */
export function TaskDetails({ task, board, latest }: TaskDetailsProps) {
  const isPast = useMoment() !== null;
  const files = useAttachments(task);
  return (
    <FileDrop
      onFiles={isPast ? undefined : (dropped) => void files.add(dropped)}
      className="min-h-0 flex-1 space-y-5 overflow-y-auto p-4"
    >
      <p className="rounded-card border border-line bg-canvas px-3 py-2 text-muted">
        {whyHere(task, latest)} <Ago time={task.status_since} className="text-faint" />
      </p>
      <Description task={task} />
      <TaskProperties task={task} board={board} />
      <Checklist task={task} />
      <Dependencies task={task} board={board} />
      <Attachments task={task} changes={files} />
      <Comments task={task} board={board} />
    </FileDrop>
  );
}
