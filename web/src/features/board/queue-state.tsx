'use client';

import { CirclePause, CirclePlay, Wallet } from 'lucide-react';
import Link from 'next/link';
import { useBoardActions } from '@/lib/board/board-context.tsx';
import { queueState } from '@/lib/board/queue-state.ts';
import type { ShownBoard } from '@/lib/board/intents.ts';
import { cx } from '@/lib/ui/class-names.ts';
import { IconButton } from '@/components/icon-button.tsx';

/** How many agents work, of how many that may, and what waits; with the brake. */
export function QueueState({ board, fixed }: { board: ShownBoard; fixed: boolean }) {
  const actions = useBoardActions();
  const { running, queued, retrying, paused, reason, overBudget, budgetWarning, heldUp, unanswered } =
    queueState(board);
  const limit = board.project.max_concurrent_sessions;
  const words = [
    `${running} of ${limit} running`,
    ...(queued > 0 ? [`${queued} queued`] : []),
    ...(retrying > 0 ? [`${retrying} retrying`] : []),
  ];
  const stops = paused ? 'paused' : overBudget ? 'budget used up' : null;
  return (
    <span
      data-testid="queue-state"
      data-paused={paused}
      title={reason ?? undefined}
      className={cx(
        'inline-flex shrink-0 items-center gap-1.5 text-meta whitespace-nowrap',
        stops ? 'font-medium text-ai-review' : 'text-muted',
      )}
    >
      <span aria-hidden="true" className="hidden tabular-nums @xl:inline">
        {running}/{limit}
        {queued > 0 && <span className="text-faint"> +{queued}</span>}
      </span>
      <span className="sr-only">{words.join(', ')}</span>
      {stops && <span>{stops}</span>}
      {heldUp && (
        <Link
          href="/inbox"
          prefetch={false}
          title={heldUp}
          aria-label={heldUp}
          className="font-medium text-waiting hover:underline"
        >
          {unanswered} unanswered
        </Link>
      )}
      {budgetWarning && (
        <span title={budgetWarning} className="inline-flex items-center gap-1 font-medium text-ai-review">
          <Wallet aria-hidden="true" className="size-3.5 @md:hidden" />
          <span className="@max-md:sr-only">budget nearly used up</span>
          <span className="sr-only">: {budgetWarning}</span>
        </span>
      )}
      {!fixed && (
        <IconButton
          label={paused ? 'Resume the queue' : 'Pause the queue: nothing new starts'}
          onClick={() => void actions.setQueuePaused(!paused)}
          className="size-6"
        >
          {paused ? <CirclePlay /> : <CirclePause />}
        </IconButton>
      )}
    </span>
  );
}
