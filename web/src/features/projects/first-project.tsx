'use client';

import { ArrowRight } from 'lucide-react';
import { Logo } from '@/components/logo.tsx';
import { cx } from '@/lib/ui/class-names.ts';
import { openCreateProject } from './create-project.ts';
import { sourceOptions } from './source-choice.tsx';

const path = ['Create a project', 'Execute a task', 'Watch the agent work', 'Review what it changed'];

/** The first minute: three ways to a first project, the easiest one marked. */
export function FirstProject() {
  return (
    <div className="mx-auto flex max-w-2xl flex-col items-center pt-[10vh] text-center">
      <Logo className="size-12" />
      <h2 className="mt-5 text-hero font-semibold tracking-tight">Create your first project</h2>
      <p className="mt-1 text-muted">
        Each project has a workspace and an agent that works through the cards of its board.
      </p>
      <div className="mt-8 grid w-full gap-3 text-left sm:grid-cols-3">
        {sourceOptions.map(({ source, title, detail, icon: Icon }) => (
          <button
            key={source}
            type="button"
            onClick={() => openCreateProject(source)}
            className={cx(
              'group flex flex-col items-start rounded-dialog border p-4 text-left transition-colors duration-100',
              source === 'sample' ? 'border-accent bg-accent-soft' : 'border-line bg-surface hover:border-line-strong',
            )}
          >
            <Icon aria-hidden="true" className="size-5 text-accent" strokeWidth={1.75} />
            <span className="mt-3 flex items-center gap-1 font-semibold">
              {title}
              <ArrowRight
                aria-hidden="true"
                className="size-3.5 text-faint transition-transform duration-150 group-hover:translate-x-0.5"
              />
            </span>
            <span className="mt-0.5 block text-muted">{detail}</span>
          </button>
        ))}
      </div>
      <ol className="mt-8 flex flex-wrap items-center justify-center gap-x-4 gap-y-1 text-meta text-faint">
        {path.map((step, index) => (
          <li key={step} className="inline-flex items-center gap-1.5">
            <span className="inline-flex size-4 items-center justify-center rounded-full border border-line-strong text-[10px] leading-none tabular-nums">
              {index + 1}
            </span>
            {step}
          </li>
        ))}
      </ol>
    </div>
  );
}
