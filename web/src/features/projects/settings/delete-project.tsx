'use client';

import type { ProjectSummaryView } from '@podium/board';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/button.tsx';
import { ConfirmDialog } from '@/components/confirm-dialog.tsx';
import { InlineError } from '@/components/notice.tsx';
import { deleteProject } from '@/lib/api/requests.ts';
import { notify } from '@/lib/ui/toasts.ts';
import { Section } from './section.tsx';
import { useProjectChange } from './use-project-change.ts';

/** The one thing that can't be taken back. */
export function DeleteProject({ project }: { project: ProjectSummaryView }) {
  const router = useRouter();
  const { change, saving, problem } = useProjectChange();
  const [asking, setAsking] = useState(false);
  const remove = async (): Promise<void> => {
    const title = `Deleted “${project.name}”`;
    if (!(await change(title, () => deleteProject(project.id)))) return;
    notify({ tone: 'info', title });
    router.push('/');
  };
  return (
    <Section
      title="Delete this project"
      detail="With its tasks, sessions, workspace files and output. It can’t be undone."
    >
      <div className="flex items-center gap-3 p-4">
        <Button tone="danger" disabled={saving} onClick={() => setAsking(true)}>
          Delete the project…
        </Button>
        {problem && <InlineError>{problem}</InlineError>}
      </div>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Delete “${project.name}”?`}
        detail="Its tasks, sessions, pod, workspace files and output are removed, and running sessions are stopped. What happened, with titles and prompts, stays in the log."
        action="Delete project"
        onConfirm={() => void remove()}
      />
    </Section>
  );
}
