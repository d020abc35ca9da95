'use client';

import { taskStatusNames, type ProjectSummaryView } from '@podium/board';
import { Ellipsis, Trash2 } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { ConfirmDialog } from '@/components/confirm-dialog.tsx';
import { Heart } from '@/components/heart.tsx';
import { Menu, MenuItem } from '@/components/menu.tsx';
import { PodBadge } from '@/components/pod-state.tsx';
import { StatusGlyph } from '@/components/status-glyph.tsx';
import { Ago } from '@/components/times.tsx';
import { statusLabels } from '@/lib/board/statuses.ts';

export function ProjectCard({
  project,
  onDelete,
}: {
  project: ProjectSummaryView;
  onDelete: (project: ProjectSummaryView) => void;
}) {
  const [deleting, setDeleting] = useState(false);
  return (
    <article
      data-testid="project-card"
      data-project={project.id}
      className="group relative flex min-h-36 flex-col rounded-dialog border border-line bg-surface p-4 transition-colors duration-100 hover:border-line-strong has-[a:focus-visible]:outline-2 has-[a:focus-visible]:outline-accent"
    >
      <div className="flex items-start gap-2">
        <h2 className="min-w-0 flex-1 text-title font-semibold">
          <Link
            href={`/projects/${project.id}`}
            className="block truncate outline-none after:absolute after:inset-0 focus-visible:outline-none"
          >
            {project.name}
          </Link>
        </h2>
        <Menu
          label={`Actions of ${project.name}`}
          trigger={
            <button
              type="button"
              aria-label={`Actions of ${project.name}`}
              className="relative z-10 -mt-0.5 -mr-1.5 inline-flex size-7 items-center justify-center rounded-card text-faint opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 hover:bg-hover hover:text-text data-[state=open]:opacity-100 pointer-coarse:opacity-100"
            >
              <Ellipsis aria-hidden="true" className="size-4" />
            </button>
          }
        >
          <MenuItem danger onSelect={() => setDeleting(true)}>
            <Trash2 /> Delete…
          </MenuItem>
        </Menu>
      </div>
      <p className="mt-0.5 line-clamp-2 text-muted">{project.description || sourceWords(project)}</p>
      <div className="flex-1" />
      <Counts project={project} />
      <div className="mt-3 flex items-center gap-3 border-t border-line pt-2.5 text-meta">
        <PodBadge pod={project.pod} />
        <span className="flex-1" />
        {project.active_sessions > 0 ? (
          <span
            data-testid="active-sessions"
            className="inline-flex shrink-0 items-center gap-2 font-medium text-progress"
          >
            <Heart /> {project.active_sessions} active
          </span>
        ) : (
          <Ago time={project.updated_at} className="shrink-0 text-faint" />
        )}
      </div>
      <ConfirmDialog
        open={deleting}
        onOpenChange={setDeleting}
        title={`Delete “${project.name}”?`}
        detail="Its tasks, sessions, pod, workspace files and output are removed, and running sessions are stopped. What happened, with titles and prompts, stays in the log."
        action="Delete project"
        onConfirm={() => onDelete(project)}
      />
    </article>
  );
}

function Counts({ project }: { project: ProjectSummaryView }) {
  const used = taskStatusNames.filter((status) => project.task_counts[status] > 0);
  if (used.length === 0) return <p className="mt-3 text-meta text-faint">No tasks yet</p>;
  return (
    <ul aria-label="Tasks by column" className="mt-3 flex flex-wrap gap-x-3 gap-y-1 text-meta text-muted">
      {used.map((status) => (
        <li
          key={status}
          title={`${statusLabels[status]}: ${project.task_counts[status]}`}
          className="inline-flex items-center gap-1.5 tabular-nums"
        >
          <StatusGlyph status={status} />
          {project.task_counts[status]}
          <span className="sr-only">{statusLabels[status]}</span>
        </li>
      ))}
    </ul>
  );
}

function sourceWords(project: ProjectSummaryView): string {
  if (project.source === 'clone') return project.repository_url ?? 'Cloned repository';
  return project.source === 'sample' ? 'The sample repository' : 'An empty repository';
}
