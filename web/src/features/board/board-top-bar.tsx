'use client';

import { Plus, Search } from 'lucide-react';
import { useRef, type ReactNode } from 'react';
import { Button } from '@/components/button.tsx';
import { Kbd } from '@/components/kbd.tsx';
import { ModelLabel } from '@/components/model-label.tsx';
import { PodBadge } from '@/components/pod-state.tsx';
import type { ShownBoard } from '@/lib/board/intents.ts';
import { useSystem } from '@/lib/live/live-context.tsx';
import { useShortcuts } from '@/lib/ui/use-shortcuts.ts';

interface BoardTopBarProps {
  board: ShownBoard | null | undefined;
  filter: string;
  onFilter: (filter: string) => void;
  onCreate: () => void;
  /** What stands at the left, for narrow screens. */
  navigation: ReactNode;
}

export function BoardTopBar({ board, filter, onFilter, onCreate, navigation }: BoardTopBarProps) {
  const { data: system } = useSystem();
  const input = useRef<HTMLInputElement>(null);
  useShortcuts({
    '/': (event) => {
      event.preventDefault();
      input.current?.select();
    },
  });
  return (
    <header className="@container flex h-12 shrink-0 items-center gap-3 px-4">
      {navigation}
      <h1 className="min-w-0 truncate text-title font-semibold">{board?.project.name ?? ' '}</h1>
      {board && <PodBadge pod={board.pod} />}
      {system?.model.scripted && (
        <span className="hidden @3xl:inline-flex">
          <ModelLabel model={system.model} />
        </span>
      )}
      <span className="flex-1" />
      <label className="relative hidden w-52 shrink items-center @lg:flex">
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
      <Button tone="secondary" size="small" className="h-7" onClick={onCreate} aria-keyshortcuts="C" disabled={!board}>
        <Plus aria-hidden="true" className="size-3.5" /> New task
      </Button>
    </header>
  );
}
