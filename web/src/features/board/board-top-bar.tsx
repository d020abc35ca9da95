'use client';

import { History, Plus, Search } from 'lucide-react';
import { useRef, type ReactNode } from 'react';
import { Button } from '@/components/button.tsx';
import { IconButton } from '@/components/icon-button.tsx';
import { Kbd } from '@/components/kbd.tsx';
import { ModelLabel } from '@/components/model-label.tsx';
import { PodBadge } from '@/components/pod-state.tsx';
import type { ShownBoard } from '@/lib/board/intents.ts';
import { useSystem } from '@/lib/live/live-context.tsx';
import { cx } from '@/lib/ui/class-names.ts';
import { useShortcuts } from '@/lib/ui/use-shortcuts.ts';

interface BoardTopBarProps {
  board: ShownBoard | null | undefined;
  filter: string;
  onFilter: (filter: string) => void;
  onCreate: () => void;
  timelineOpen: boolean;
  onTimeline: () => void;
  /** Which moment of the past is shown; falsy in the present. */
  past: ReactNode;
  /** What stands at the left, for narrow screens. */
  navigation: ReactNode;
}

export function BoardTopBar(props: BoardTopBarProps) {
  const { board, filter, onFilter, onCreate, timelineOpen, onTimeline, past, navigation } = props;
  const { data: system } = useSystem();
  const input = useRef<HTMLInputElement>(null);
  useShortcuts({
    '/': (event) => {
      event.preventDefault();
      input.current?.select();
    },
  });
  return (
    <header
      className={cx('@container shrink-0 px-4 transition-colors duration-150', past ? 'bg-past-soft' : undefined)}
    >
      <div className={cx('flex min-h-12 items-center gap-x-3', past ? 'flex-wrap' : undefined)}>
        {navigation}
        <h1 className="min-w-0 truncate text-title leading-12 font-semibold">{board?.project.name ?? ' '}</h1>
        {board && <PodBadge pod={board.pod} />}
        {past}
        {!past && system?.model.scripted && (
          <span className="hidden @3xl:inline-flex">
            <ModelLabel model={system.model} />
          </span>
        )}
        {!past && <span className="flex-1" />}
        {past && <span className="flex-1 @2xl:hidden" />}
        <label className={cx('relative hidden shrink items-center @lg:flex', past ? 'w-36' : 'w-52')}>
          <Search aria-hidden="true" className="absolute left-2 size-3.5 text-faint" />
          <input
            ref={input}
            type="search"
            aria-label="Filter cards"
            placeholder="Filter"
            value={filter}
            onChange={(event) => onFilter(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Escape') return;
              event.preventDefault();
              onFilter('');
              event.currentTarget.blur();
            }}
            className="field h-7 pl-7"
          />
          {!filter && (
            <span aria-hidden="true" className="absolute right-1.5">
              <Kbd>/</Kbd>
            </span>
          )}
        </label>
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
            <Plus aria-hidden="true" className="size-3.5" /> <span className="@max-md:hidden">New task</span>
          </Button>
        )}
      </div>
    </header>
  );
}
