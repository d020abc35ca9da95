'use client';

import { History, Plus, Settings } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { Button } from '@/components/button.tsx';
import { IconButton } from '@/components/icon-button.tsx';
import { ModelLabel } from '@/components/model-label.tsx';
import { PeopleHere } from '@/components/people-here.tsx';
import { PodBadge, PodDot } from '@/components/pod-state.tsx';
import type { Layout } from '@/lib/board/board-query.ts';
import type { ShownBoard } from '@/lib/board/intents.ts';
import { useSystem } from '@/lib/live/live-context.tsx';
import { cx } from '@/lib/ui/class-names.ts';
import { LayoutSwitch } from './layout-switch.tsx';
import { QueueState } from './queue-state.tsx';

interface BoardTopBarProps {
  /** Null where there is none, undefined while it is on its way. */
  board: ShownBoard | null | undefined;
  layout: Layout;
  onLayout: (layout: Layout) => void;
  onCreate: () => void;
  timelineOpen: boolean;
  onTimeline: () => void;
  /** Which moment of the past is shown; falsy in the present. */
  past: ReactNode;
  /** What stands at the left, for narrow screens. */
  navigation: ReactNode;
  /** The field to filter by, and its menus. */
  filters: ReactNode;
}

export function BoardTopBar(props: BoardTopBarProps) {
  const { board, layout, onLayout, onCreate, timelineOpen, onTimeline, past, navigation, filters } = props;
  const { data: system } = useSystem();
  // Without a board nothing can be done with it.
  if (board === null && !past)
    return <header className="flex min-h-12 shrink-0 items-center px-4">{navigation}</header>;
  return (
    <header
      className={cx('@container shrink-0 px-4 transition-colors duration-150', past ? 'bg-past-soft' : undefined)}
    >
      <div
        className={cx(
          'flex min-h-12 flex-wrap items-center gap-x-1.5 @md:gap-x-2.5 @max-4xl:pb-2',
          past ? undefined : '@4xl:flex-nowrap',
        )}
      >
        <ProjectState board={board} isPast={Boolean(past)} navigation={navigation} />
        {past}
        {!past && system?.model.scripted && (
          <span className="hidden @6xl:inline-flex">
            <ModelLabel model={system.model} />
          </span>
        )}
        {!past && <span className="flex-1 @max-4xl:hidden" />}
        {past && <span className="flex-1 @2xl:hidden" />}
        <div
          className={cx(
            'flex items-center gap-1 @max-lg:order-last @max-lg:w-full',
            past ? '@max-4xl:order-last @max-4xl:w-full' : '@lg:@max-4xl:flex-1',
          )}
        >
          {filters}
        </div>
        {board && <LayoutSwitch layout={layout} onLayout={onLayout} />}
        <IconButton
          label="Timeline"
          shortcut="T"
          aria-expanded={timelineOpen}
          aria-controls="timeline"
          disabled={!board && !past}
          onClick={onTimeline}
          className={timelineOpen ? 'bg-active text-text' : undefined}
        >
          <History />
        </IconButton>
        {!past && (
          <Button
            tone="secondary"
            size="small"
            className="h-7"
            aria-label="New task"
            onClick={onCreate}
            aria-keyshortcuts="C"
            disabled={!board}
          >
            <Plus aria-hidden="true" className="size-3.5" /> <span className="@max-2xl:hidden">New task</span>
          </Button>
        )}
      </div>
    </header>
  );
}

interface ProjectStateProps extends Pick<BoardTopBarProps, 'board' | 'navigation'> {
  isPast: boolean;
}

/** Which project it is and how it does; a row of its own where there is not room for everything in one. */
function ProjectState({ board, isPast, navigation }: ProjectStateProps) {
  return (
    <div
      className={cx(
        'contents items-center gap-x-1.5 @md:gap-x-2.5',
        !isPast && '@max-4xl:flex @max-4xl:min-w-0 @max-lg:flex-1 @max-lg:basis-0 @lg:@max-4xl:basis-full',
      )}
    >
      {navigation}
      <h1 dir="auto" className="min-w-16 truncate text-title leading-12 font-semibold">
        {board?.project.name ?? ' '}
      </h1>
      {board && (
        <Link
          href={`/projects/${board.project.id}/settings`}
          prefetch={false}
          aria-label="Project settings"
          title="Project settings"
          className="-ml-1.5 inline-flex size-6 shrink-0 items-center justify-center rounded-card text-faint hover:bg-hover hover:text-text @max-md:hidden"
        >
          <Settings aria-hidden="true" className="size-3.5" />
        </Link>
      )}
      {board && (
        <>
          <span className="inline-flex max-w-[35cqw] shrink-0 @max-md:hidden">
            <PodBadge pod={board.pod} />
          </span>
          <span className="@md:hidden">
            <PodDot pod={board.pod} />
          </span>
        </>
      )}
      {board && !isPast && <QueueState board={board} fixed={false} />}
      {!isPast && (
        <span className="inline-flex @max-md:hidden">
          <PeopleHere />
        </span>
      )}
    </div>
  );
}
