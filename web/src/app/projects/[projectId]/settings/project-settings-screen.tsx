'use client';

import { ChevronRight } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, type ReactNode } from 'react';
import { AllowedActions } from '@/features/projects/settings/allowed-actions.tsx';
import { ColumnLimits } from '@/features/projects/settings/column-limits.tsx';
import { DeleteProject } from '@/features/projects/settings/delete-project.tsx';
import { GeneralSettings } from '@/features/projects/settings/general-settings.tsx';
import { KeptTemplates } from '@/features/projects/settings/kept-templates.tsx';
import { ProjectForm } from '@/features/settings/project-form.tsx';
import { SettingsSection } from '@/features/settings/settings-section.tsx';
import { useProjects } from '@/lib/live/live-context.tsx';
import { rememberPeople } from '@/lib/people.ts';
import { useHeldFocus } from '@/lib/ui/use-held-focus.ts';
import { useShortcuts } from '@/lib/ui/use-shortcuts.ts';
import { BoardUnavailable } from '../board-unavailable.tsx';
import { MembersSection } from './members-section.tsx';
import { usePageTitle } from '../use-page-title.ts';

/** What is set for one project. */
export function ProjectSettingsScreen({ projectId, navigation }: { projectId: string; navigation: ReactNode }) {
  const { data, error, refetch } = useProjects();
  const router = useRouter();
  const project = data?.projects.find(({ id }) => id === projectId);
  const boardPath = `/projects/${projectId}`;
  const members = project?.members;
  useEffect(() => rememberPeople(members ?? []), [members]);
  usePageTitle(project && `Settings of ${project.name}`);
  const settings = useRef<HTMLDivElement>(null);
  useHeldFocus(settings);
  useShortcuts({ Escape: () => router.push(boardPath) });
  return (
    <>
      <header className="flex h-12 shrink-0 items-center gap-2 px-4">
        {navigation}
        <Link href={boardPath} className="truncate font-medium text-muted hover:text-text">
          {project?.name ?? 'Board'}
        </Link>
        <ChevronRight aria-hidden="true" className="size-3.5 shrink-0 text-faint" />
        <h1 className="font-medium">Settings</h1>
      </header>
      <div ref={settings} className="min-h-0 flex-1 overflow-y-auto px-4 pb-8">
        {project ? (
          <div className="mx-auto max-w-2xl space-y-6">
            <GeneralSettings project={project} />
            <MembersSection project={project} />
            <ColumnLimits project={project} />
            <SettingsSection
              title="Agents"
              detail="How much they may do before a person is asked. An empty field is no limit."
            >
              <ProjectForm project={project} />
            </SettingsSection>
            <AllowedActions project={project} />
            <KeptTemplates project={project} />
            <DeleteProject project={project} />
          </div>
        ) : data || error ? (
          <BoardUnavailable error={error} onRetry={() => void refetch()} />
        ) : (
          <p role="status" className="p-6 text-muted">
            Loading…
          </p>
        )}
      </div>
    </>
  );
}
