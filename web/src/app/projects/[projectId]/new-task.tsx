'use client';

import type { ProjectView, TaskStatusName } from '@podium/board';
import { Suspense, useState } from 'react';
import { Opening } from '@/components/opening.tsx';
import { drafts } from '@/lib/ui/drafts.ts';
import { lazily } from '@/lib/ui/lazily.ts';

const CreateTaskDialog = lazily(async () => (await import('@/features/board/create-task-dialog.tsx')).CreateTaskDialog);

interface NewTaskProps {
  project: Pick<ProjectView, 'id' | 'templates'>;
  /** Where the card is put. */
  status: TaskStatusName;
  onClose: () => void;
}

/** The dialog for a new task. A title that is typed before its code is there goes on where the draft ended. */
export function NewTask({ project, status, onClose }: NewTaskProps) {
  const key = `${project.id}.title`;
  const [drafted] = useState(() => drafts.read(key));
  const opening = <Opening label="New task" onTyped={(text) => drafts.write(key, drafted + text)} onClose={onClose} />;
  return (
    <Suspense fallback={opening}>
      <CreateTaskDialog project={project} status={status} onClose={onClose} />
    </Suspense>
  );
}
