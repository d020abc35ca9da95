'use client';

import { ChevronRight } from 'lucide-react';
import Link from 'next/link';
import { useProjects } from '@/lib/live/live-context.tsx';
import { SettingsSection } from './settings-section.tsx';

/** The way to what is set for each project: it has a page of its own. */
export function ProjectLinks() {
  const projects = useProjects().data?.projects ?? [];
  if (projects.length === 0) return null;
  return (
    <SettingsSection
      title="Projects"
      detail="Columns, limits of agents, what is always allowed, templates and members are set for each project."
    >
      {projects.map(({ id, name }) => (
        <Link
          key={id}
          href={`/projects/${id}/settings`}
          className="flex items-center gap-3 px-4 py-2.5 font-medium hover:bg-hover focus-visible:-outline-offset-2"
        >
          <span className="min-w-0 flex-1 truncate">{name}</span>
          <ChevronRight aria-hidden="true" className="size-4 shrink-0 text-faint" />
        </Link>
      ))}
    </SettingsSection>
  );
}
