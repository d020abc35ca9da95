'use client';

import { Suspense, useRef, useState, type ReactNode } from 'react';
import { Opening } from '@/components/opening.tsx';
import { SkipLink } from '@/components/skip-link.tsx';
import type { Theme } from '@/components/theme-toggle.tsx';
import { InboxLink } from '@/features/inbox/inbox-link.tsx';
import { Notifier } from '@/features/notifications/notifier.tsx';
import { newProjectSource } from '@/features/projects/create-project.ts';
import { Rail } from '@/features/projects/rail.tsx';
import { useStore } from '@/lib/store.ts';
import { cx } from '@/lib/ui/class-names.ts';
import { lazily } from '@/lib/ui/lazily.ts';
import { useOpenerMemory } from '@/lib/ui/opener.ts';
import { overlay } from '@/lib/ui/overlay.ts';
import { OfflineBanner } from './offline-banner.tsx';
import { ThemeContext } from './theme-context.ts';
import { useArrivalFocus } from './use-arrival-focus.ts';
import { useGlobalCommands } from './use-global-commands.ts';

const CreateProjectDialog = lazily(
  async () => (await import('@/features/projects/create-project-dialog.tsx')).CreateProjectDialog,
);
const ShortcutsDialog = lazily(async () => (await import('@/features/shortcuts/shortcuts-dialog.tsx')).ShortcutsDialog);
const CommandPalette = lazily(async () => (await import('@/features/palette/command-palette.tsx')).CommandPalette);

const oneYearSeconds = 31_536_000;

/** The frame of every page: the rail at the left, the page beside it. */
export function Shell({
  theme,
  railCollapsed,
  children,
}: {
  theme: Theme;
  railCollapsed: boolean;
  children: ReactNode;
}) {
  const [collapsed, setCollapsed] = useState(railCollapsed);
  const content = useRef<HTMLElement>(null);
  useArrivalFocus(content);
  const toggle = (): void => {
    document.cookie = `podium_rail=${collapsed ? 'open' : 'collapsed'}; path=/; max-age=${oneYearSeconds}; samesite=lax`;
    setCollapsed(!collapsed);
  };
  return (
    <ThemeContext value={theme}>
      <SkipLink to={content} />
      <div className="flex h-dvh overflow-hidden">
        <aside
          className={cx(
            'shrink-0 border-r border-line bg-rail transition-[width] duration-150 max-md:hidden',
            collapsed ? 'w-13' : 'w-60',
          )}
        >
          <Rail collapsed={collapsed} theme={theme} onCollapse={toggle} inbox={<InboxLink collapsed={collapsed} />} />
        </aside>
        <main
          ref={content}
          tabIndex={-1}
          className="flex min-w-0 flex-1 flex-col outline-none focus-visible:outline-none"
        >
          <OfflineBanner />
          {children}
        </main>
      </div>
      <Dialogs />
      <Notifier />
    </ThemeContext>
  );
}

/** What any page can open. */
function Dialogs() {
  const creating = useStore(newProjectSource) !== null;
  const open = useStore(overlay);
  const [typed, setTyped] = useState('');
  useOpenerMemory();
  useGlobalCommands({ onPalette: () => overlay.set('palette'), onHelp: () => overlay.set('shortcuts') });
  const close = (): void => {
    setTyped('');
    overlay.set(null);
  };
  return (
    <>
      <Suspense fallback={<Opening label="Dialog" onClose={close} />}>
        {creating && <CreateProjectDialog />}
        {open === 'shortcuts' && <ShortcutsDialog onClose={close} />}
      </Suspense>
      <Suspense fallback={<Opening label="Commands" onTyped={setTyped} onClose={close} />}>
        {open === 'palette' && <CommandPalette typed={typed} onClose={close} />}
      </Suspense>
    </>
  );
}
