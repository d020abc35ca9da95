'use client';

import { ChartColumn, LayoutGrid, PanelLeftClose, PanelLeftOpen, Plus, Search, Settings } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { ConnectionState } from '@/components/connection-state.tsx';
import { Heart } from '@/components/heart.tsx';
import { IconButton } from '@/components/icon-button.tsx';
import { Logo } from '@/components/logo.tsx';
import { PodDot } from '@/components/pod-state.tsx';
import { ThemeToggle, type Theme } from '@/components/theme-toggle.tsx';
import { useProjects } from '@/lib/live/live-context.tsx';
import { cx } from '@/lib/ui/class-names.ts';
import { overlay } from '@/lib/ui/overlay.ts';
import { openCreateProject } from './create-project.ts';

interface RailProps {
  collapsed: boolean;
  theme: Theme;
  /** Absent in the drawer of narrow screens. */
  onCollapse?: () => void;
  /** The way to what waits for people. */
  inbox: ReactNode;
}

/** The left rail: where one is, what lives, and whether the connection does. */
export function Rail({ collapsed, theme, onCollapse, inbox }: RailProps) {
  const pathname = usePathname();
  const { data } = useProjects();
  return (
    <nav aria-label="Main" className="flex h-full flex-col gap-0.5 p-2">
      <div className={cx('mb-2 flex min-h-8 items-center', collapsed ? 'flex-col gap-1' : 'gap-2 pl-1.5')}>
        {!collapsed && <Logo className="size-5" />}
        {!collapsed && <span className="flex-1 font-semibold tracking-tight">Podium</span>}
        <IconButton label="Search and commands" shortcut="Mod+K" onClick={() => overlay.set('palette')}>
          <Search />
        </IconButton>
        {onCollapse && (
          <IconButton label={collapsed ? 'Expand' : 'Collapse'} onClick={onCollapse} aria-expanded={!collapsed}>
            {collapsed ? <PanelLeftOpen /> : <PanelLeftClose />}
          </IconButton>
        )}
      </div>
      {inbox}
      <RailLink href="/" current={pathname === '/'} collapsed={collapsed} label="Projects">
        <LayoutGrid aria-hidden="true" className="size-4 shrink-0 text-muted" />
      </RailLink>
      <div
        className={cx(
          'mt-3 mb-0.5 flex h-6 items-center',
          collapsed ? 'justify-center' : 'justify-between pr-0.5 pl-2',
        )}
      >
        {!collapsed && <span className="text-meta text-faint">Your projects</span>}
        <IconButton label="New project" onClick={() => openCreateProject()} className="size-6">
          <Plus />
        </IconButton>
      </div>
      <div className="-mx-2 flex min-h-0 flex-1 flex-col gap-0.5 overflow-y-auto px-2">
        {data?.projects.map((project) => (
          <RailLink
            key={project.id}
            href={`/projects/${project.id}`}
            current={pathname.startsWith(`/projects/${project.id}`)}
            collapsed={collapsed}
            label={project.name}
            trailing={project.active_sessions > 0 && <Heart />}
          >
            <span className="inline-flex w-4 shrink-0 justify-center">
              <PodDot pod={project.pod} />
            </span>
          </RailLink>
        ))}
      </div>
      <RailLink href="/insights" current={pathname === '/insights'} collapsed={collapsed} label="Insights">
        <ChartColumn aria-hidden="true" className="size-4 shrink-0 text-muted" />
      </RailLink>
      <RailLink href="/settings" current={pathname === '/settings'} collapsed={collapsed} label="Settings">
        <Settings aria-hidden="true" className="size-4 shrink-0 text-muted" />
      </RailLink>
      <div
        className={cx(
          'mt-1 flex items-center border-t border-line pt-2',
          collapsed ? 'flex-col gap-1' : 'justify-between',
        )}
      >
        <ConnectionState compact={collapsed} />
        <ThemeToggle initial={theme} />
      </div>
    </nav>
  );
}

interface RailLinkProps {
  href: string;
  current: boolean;
  collapsed: boolean;
  label: string;
  trailing?: ReactNode;
  children: ReactNode;
}

function RailLink({ href, current, collapsed, label, trailing, children }: RailLinkProps) {
  return (
    <Link
      href={href}
      prefetch={false}
      aria-current={current ? 'page' : undefined}
      title={collapsed ? label : undefined}
      className={cx(
        'flex h-7 shrink-0 items-center gap-2 rounded-card transition-colors duration-100',
        collapsed ? 'justify-center' : 'px-2',
        current ? 'bg-active font-medium text-text' : 'text-muted hover:bg-hover hover:text-text',
      )}
    >
      {children}
      <span className={collapsed ? 'sr-only' : 'min-w-0 flex-1 truncate'}>{label}</span>
      {!collapsed && trailing}
    </Link>
  );
}
