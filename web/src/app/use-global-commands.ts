'use client';

import { useQueryClient } from '@tanstack/react-query';
import { usePathname, useRouter } from 'next/navigation';
import { openCreateProject } from '@/features/projects/create-project.ts';
import type { ProjectList } from '@/lib/api/types.ts';
import { useCommands, type Command } from '@/lib/ui/commands.ts';
import { setTheme, themes } from '@/lib/ui/theme.ts';
import { undoLast } from '@/lib/ui/undo.ts';
import { useShortcuts } from '@/lib/ui/use-shortcuts.ts';

/** Keys and commands of every page. */
export function useGlobalCommands({ onPalette, onHelp }: { onPalette: () => void; onHelp: () => void }): void {
  const client = useQueryClient();
  const router = useRouter();
  const pathname = usePathname();
  const projects = () => client.getQueryData<ProjectList>(['projects'])?.projects ?? [];
  const boardPath = (): string => {
    const here = /^\/projects\/([^/]+)/.exec(pathname)?.[1];
    const id = here ?? projects()[0]?.id;
    return id ? `/projects/${id}` : '/';
  };
  const go = (path: string) => () => router.push(path);
  const first = (run: () => void) => (event: KeyboardEvent) => {
    event.preventDefault();
    run();
  };
  useShortcuts({
    '?': first(onHelp),
    'Mod+k': first(onPalette),
    'Mod+z': first(undoLast),
    'g b': () => router.push(boardPath()),
    'g i': go('/inbox'),
    'g p': go('/'),
    'g s': go('/settings'),
  });
  useCommands((): Command[] => [
    ...projects().map((project) => ({
      id: `project ${project.id}`,
      title: project.name,
      section: 'Projects',
      keywords: 'go to open board',
      run: go(`/projects/${project.id}`),
    })),
    {
      id: 'go inbox',
      title: 'Inbox',
      section: 'Go to',
      keywords: 'waits needs me',
      keys: ['G', 'I'],
      run: go('/inbox'),
    },
    { id: 'go projects', title: 'Projects', section: 'Go to', keys: ['G', 'P'], run: go('/') },
    { id: 'go insights', title: 'Insights', section: 'Go to', keywords: 'usage cost tokens', run: go('/insights') },
    { id: 'go settings', title: 'Settings', section: 'Go to', keys: ['G', 'S'], run: go('/settings') },
    {
      id: 'new project',
      title: 'New project',
      section: 'Go to',
      keywords: 'create add',
      run: () => openCreateProject(),
    },
    ...themes.map((theme) => ({
      id: `theme ${theme}`,
      title: `Theme: ${theme}`,
      section: 'Podium',
      keywords: 'dark light appearance colours',
      run: () => setTheme(theme),
    })),
    { id: 'undo', title: 'Undo the last change', section: 'Podium', keys: ['Mod', 'Z'], run: () => void undoLast() },
    { id: 'help', title: 'Keyboard shortcuts', section: 'Podium', keywords: 'help keys', keys: ['?'], run: onHelp },
  ]);
}
