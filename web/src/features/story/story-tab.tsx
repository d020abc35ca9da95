'use client';

import type { StoryEntry } from '@podium/board';
import { Fragment, useMemo, useRef, useState } from 'react';
import { Button } from '@/components/button.tsx';
import { InlineError } from '@/components/notice.tsx';
import { messageOf } from '@/lib/api/problem.ts';
import type { ShownTask } from '@/lib/board/intents.ts';
import { scrollBehavior } from '@/lib/ui/scroll-behavior.ts';
import { roundText } from '@/lib/ui/time.ts';
import { StoryRow } from './story-row.tsx';
import { useStory } from './use-story.ts';
import { whyChain } from './why-chain.ts';
import { WhyHereBox } from './why-here-box.tsx';

interface StoryTabProps {
  task: Pick<ShownTask, 'id'>;
  /** What it waits for now, in a sentence. */
  awaited: string | null;
  /** The address of the board as it was at a position. */
  hrefAt: (position: number) => string;
  onVisit?: (position: number) => void;
}

/** Silence of this length is told. */
const gapMs = 10 * 60_000;

/** What happened to a task and why, oldest first, each entry with its cause. */
export function StoryTab({ task, awaited, hrefAt, onVisit }: StoryTabProps) {
  const { entries, error, retry } = useStory(task.id);
  const list = useRef<HTMLOListElement>(null);
  const [pointed, setPointed] = useState({ id: '', times: 0 });
  const why = useMemo(() => entries && whyChain(entries, awaited), [entries, awaited]);
  const byId = useMemo(() => new Map(entries?.map((entry) => [entry.id, entry])), [entries]);

  const show = (id: string): void => {
    const row = list.current?.querySelector<HTMLElement>(`[data-entry="${CSS.escape(id)}"]`);
    row?.scrollIntoView({ block: 'center', behavior: scrollBehavior() });
    row?.focus({ preventScroll: true });
    setPointed((before) => ({ id, times: before.times + 1 }));
  };
  return (
    <div className="min-h-0 flex-1 overflow-y-auto p-4">
      {error && (
        <div className="mb-3 space-y-2">
          <InlineError>{messageOf(error)}</InlineError>
          <Button size="small" onClick={retry}>
            Try again
          </Button>
        </div>
      )}
      {!entries && !error && <LoadingStory />}
      {why && <WhyHereBox why={why} onShow={show} />}
      {entries?.length === 0 && <p className="text-muted">Nothing had happened yet.</p>}
      {entries && (
        <ol ref={list} aria-label="Story">
          {entries.map((entry, index) => (
            <Fragment key={entry.id}>
              <Gap before={entries[index - 1]} after={entry} />
              <StoryRow
                entry={entry}
                cause={entry.cause ? byId.get(entry.cause.id) : undefined}
                isNext={entries[index - 1]?.id === entry.cause?.id}
                pointedAt={pointed.id === entry.id ? pointed.times : 0}
                boardHref={hrefAt(entry.position)}
                onShow={show}
                {...(onVisit ? { onVisit } : {})}
              />
            </Fragment>
          ))}
        </ol>
      )}
    </div>
  );
}

function Gap({ before, after }: { before: StoryEntry | undefined; after: StoryEntry }) {
  const silenceMs = before ? Date.parse(after.time) - Date.parse(before.time) : 0;
  if (silenceMs < gapMs) return null;
  return (
    <li className="relative flex items-center pb-2.5 pl-[34px] text-meta text-faint">
      <span
        aria-hidden="true"
        className="absolute top-0 bottom-0 left-[11px] border-l border-dashed border-line-strong"
      />
      {roundText(silenceMs)} later
    </li>
  );
}

function LoadingStory() {
  return (
    <div role="status" aria-label="Loading the story" className="animate-shimmer space-y-3">
      <div className="h-16 rounded-card bg-active" />
      {[1, 2, 3, 4].map((row) => (
        <div key={row} className="flex items-center gap-2.5">
          <div className="size-6 rounded-full bg-active" />
          <div className="h-4 flex-1 rounded bg-active" />
        </div>
      ))}
    </div>
  );
}
