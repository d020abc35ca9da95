'use client';

import { ArrowRight, X } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '@/components/icon-button.tsx';
import { useBoardActions } from '@/lib/board/board-context.tsx';
import { firstStep, type FirstStep } from '@/lib/board/first-step.ts';
import type { ShownBoard } from '@/lib/board/intents.ts';

const words: Record<Exclude<FirstStep['kind'], 'create'>, { hint: string; verb: string; number: number }> = {
  execute: { hint: 'Give a task to the agent. It starts at once.', verb: 'Execute', number: 1 },
  wait: { hint: 'It is on its way: the agent starts by itself as soon as it can.', verb: 'Look', number: 2 },
  answer: { hint: 'The agent has something to ask you.', verb: 'Answer', number: 2 },
  watch: { hint: 'The agent works. Look over its shoulder.', verb: 'Watch', number: 2 },
  review: { hint: 'It is done. Look at what it changed, then move the card on.', verb: 'Look', number: 3 },
};

/** The first minute: one line above a new board that says what to do next, until the way is known. */
export function FirstSteps({ board, onOpen }: { board: ShownBoard; onOpen: (taskId: string) => void }) {
  const actions = useBoardActions();
  const key = `podium.first-steps.${board.project.id}`;
  // Boards are drawn in browsers only, so that nothing jumps once the storage is read.
  const [dismissed, setDismissed] = useState(() => localStorage.getItem(key) !== null);
  const step = firstStep(board);
  if (!step || step.kind === 'create' || dismissed) return null;
  const { hint, verb, number } = words[step.kind];
  const dismiss = (): void => {
    localStorage.setItem(key, 'dismissed');
    setDismissed(true);
  };
  const take = (): void => {
    onOpen(step.task.id);
    if (step.kind === 'execute') void actions.execute(board.tasks.find(({ id }) => id === step.task.id) ?? step.task);
  };
  return (
    <div
      data-testid="first-steps"
      className="mx-3 mb-2 flex min-h-10 shrink-0 items-center gap-2.5 rounded-dialog border border-accent/40 bg-accent-soft py-1 pr-1.5 pl-3"
    >
      <span className="inline-flex size-5 shrink-0 items-center justify-center rounded-full bg-accent-fill text-[11px] font-semibold text-on-accent tabular-nums">
        {number}
      </span>
      <span className="min-w-0 flex-1">{hint}</span>
      <button
        type="button"
        onClick={take}
        className="inline-flex h-7 shrink-0 items-center gap-1 rounded-card bg-accent-fill px-2.5 font-medium text-on-accent hover:bg-accent-fill-hover"
      >
        {verb} <ArrowRight aria-hidden="true" className="size-3.5" />
      </button>
      <IconButton label="Hide these hints" onClick={dismiss} className="size-6">
        <X />
      </IconButton>
    </div>
  );
}
