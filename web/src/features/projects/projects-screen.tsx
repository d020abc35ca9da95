'use client';

import type { ProjectSummaryView } from '@podium/board';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Plus, ServerOff } from 'lucide-react';
import { useRef, type ReactNode } from 'react';
import { Button } from '@/components/button.tsx';
import { ModelLabel } from '@/components/model-label.tsx';
import { Notice } from '@/components/notice.tsx';
import { messageOf } from '@/lib/api/problem.ts';
import { deleteProject } from '@/lib/api/requests.ts';
import { useLive, useProjects, useSystem } from '@/lib/live/live-context.tsx';
import { useHeldFocus } from '@/lib/ui/use-held-focus.ts';
import { useShortcuts } from '@/lib/ui/use-shortcuts.ts';
import { notifyRefusal } from '@/lib/ui/refusal.ts';
import { notify } from '@/lib/ui/toasts.ts';
import { openCreateProject } from './create-project.ts';
import { FirstProject } from './first-project.tsx';
import { ProjectCard } from './project-card.tsx';

export function ProjectsScreen({ navigation }: { navigation: ReactNode }) {
  const { data, error, refetch } = useProjects();
  const { data: system } = useSystem();
  useShortcuts({
    c: (event) => {
      event.preventDefault();
      openCreateProject();
    },
  });
  return (
    <>
      <header className="flex h-12 shrink-0 items-center gap-3 px-4 max-md:gap-1.5">
        {navigation}
        <h1 className="text-title font-semibold">Projects</h1>
        {system?.model.scripted && (
          <span className="max-sm:hidden">
            <ModelLabel model={system.model} />
          </span>
        )}
        <span className="flex-1" />
        {data && data.projects.length > 0 && (
          <Button tone="primary" size="small" className="h-7" aria-keyshortcuts="C" onClick={() => openCreateProject()}>
            <Plus aria-hidden="true" className="size-3.5" /> New project
          </Button>
        )}
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto px-4 pb-4">
        {data ? (
          <Grid projects={data.projects} />
        ) : error ? (
          <Unavailable error={error} onRetry={() => void refetch()} />
        ) : (
          <Skeleton />
        )}
      </div>
    </>
  );
}

function Grid({ projects }: { projects: readonly ProjectSummaryView[] }) {
  const client = useQueryClient();
  const { live } = useLive();
  const grid = useRef<HTMLDivElement>(null);
  useHeldFocus(grid);
  const removal = useMutation({
    mutationFn: (project: ProjectSummaryView) => deleteProject(project.id),
    onSuccess: ({ position }, project) => {
      live.raiseFloor(position);
      notify({ tone: 'info', title: `Deleted “${project.name}”` });
      void client.invalidateQueries({ queryKey: ['projects'] });
    },
    onError: (error, project) => notifyRefusal(`“${project.name}” was not deleted`, error),
  });
  const shown = projects.filter((project) => !(removal.isPending && removal.variables.id === project.id));
  return (
    <div ref={grid}>
      {shown.length === 0 ? (
        <FirstProject />
      ) : (
        <div className="grid grid-cols-[repeat(auto-fill,minmax(280px,1fr))] gap-3 pt-1">
          {shown.map((project) => (
            <ProjectCard key={project.id} project={project} onDelete={removal.mutate} />
          ))}
        </div>
      )}
    </div>
  );
}

function Unavailable({ error, onRetry }: { error: Error; onRetry: () => void }) {
  return (
    <div role="alert">
      <Notice
        icon={<ServerOff className="size-8" strokeWidth={1.5} />}
        title="The projects can’t be loaded"
        detail={messageOf(error)}
      >
        <Button onClick={onRetry}>Try again</Button>
      </Notice>
    </div>
  );
}

function Skeleton() {
  return (
    <div
      role="status"
      aria-label="Loading projects"
      className="grid grid-cols-[repeat(auto-fill,minmax(280px,1fr))] gap-3 pt-1"
    >
      {[0, 1, 2].map((card) => (
        <div key={card} className="h-36 animate-shimmer rounded-dialog border border-line bg-surface" />
      ))}
    </div>
  );
}
