'use client';

import { CirclePause, CirclePlay, Wallet } from 'lucide-react';
import Link from 'next/link';
import { useBoardActions } from '@/lib/board/board-context.tsx';
import { budgetNotice, queueState } from '@/lib/board/queue-state.ts';
import type { ShownBoard } from '@/lib/board/intents.ts';
import { cx } from '@/lib/ui/class-names.ts';
import { IconButton } from '@/components/icon-button.tsx';
import { WaitingGlyph } from '@/components/status-glyph.tsx';

/** What there is to say of the budget, with the way to change it; words alone on a board of the past. */
function BudgetLink({ board, fixed, children }: { board: ShownBoard; fixed: boolean; children: string }) {
  const used = budgetNotice(board.project)?.used ?? '';
  const content = (
    <>
      <Wallet aria-hidden="true" className="size-3.5 @md:hidden" />
      <span className="@max-md:sr-only">{children}</span>
      <span className="sr-only">: {used}</span>
    </>
  );
  const className = 'inline-flex items-center gap-1 font-medium text-ai-review';
  if (fixed) {
    return (
      <span title={used} className={className}>
        {content}
      </span>
    );
  }
  return (
    <Link
      href={`/projects/${board.project.id}/settings`}
      prefetch={false}
      title={used}
      className={cx(className, 'hover:underline')}
    >
      {content}
    </Link>
  );
}

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
  const isHeld = paused || overBudget;
  return (
    <span
      data-testid="queue-state"
      data-paused={paused}
      title={reason ?? undefined}
      className={cx(
        'inline-flex shrink-0 items-center gap-1.5 text-meta whitespace-nowrap',
        isHeld ? 'font-medium text-ai-review' : 'text-muted',
      )}
    >
      <span aria-hidden="true" className="hidden tabular-nums @xl:inline">
        {running} of {limit}
        <span className="hidden @5xl:inline"> running</span>
        {queued > 0 && <span className="text-faint"> · {queued} queued</span>}
      </span>
      <span className="sr-only">{words.join(', ')}</span>
      {paused && <span>paused</span>}
      {overBudget && !paused && (
        <BudgetLink board={board} fixed={fixed}>
          budget used up
        </BudgetLink>
      )}
      {heldUp && (
        <Link
          href="/inbox"
          prefetch={false}
          title={heldUp}
          aria-label={heldUp}
          className="inline-flex items-center gap-1 font-medium text-waiting hover:underline"
        >
          <WaitingGlyph className="@md:hidden" />
          {unanswered}
          <span className="@max-md:sr-only">unanswered</span>
        </Link>
      )}
      {budgetWarning && (
        <BudgetLink board={board} fixed={fixed}>
          budget nearly used up
        </BudgetLink>
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
