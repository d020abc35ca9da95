import {
  awaitedBy,
  unansweredWords,
  type QueuePlace,
  type SessionView,
  type TaskView,
  type UsageView,
} from '@podium/board';
import { elapsedText } from './time.ts';

/** Where a queued session stands, and why it does not start. */
export function queueWords(place: QueuePlace | null): string {
  if (!place) return 'queued';
  const { position, blockedBy, paused, overBudget } = place;
  if (blockedBy.length > 0)
    return blockedBy.length === 1 ? 'waits for another task' : `waits for ${blockedBy.length} tasks`;
  if (overBudget) return 'waits: the budget is used up';
  if (paused) return `queued (${position}), the queue is paused`;
  return position === 1 ? 'next in the queue' : `queued, place ${position}`;
}

/** Which of the agents that a queued session waits for wait for a person themselves; null where that holds nothing up. */
export function heldUpWords(place: QueuePlace | null): string | null {
  return place && awaitedBy(place) === 'slot' ? unansweredWords(place.use) : null;
}

/** Why a card is back in To do although nobody stopped its agent; null for every other card. @param latest its newest session */
export function stopWords(task: Pick<TaskView, 'status'>, latest: SessionView | null | undefined): string | null {
  const isBack = task.status === 'TODO' && latest?.status === 'cancelled';
  return isBack && latest.stop_reason === 'budget_exceeded' ? 'Stopped: the project’s budget is used up' : null;
}

/** A command or a model that thinks may take so long without a word. */
const usualQuietMs = 60_000;

/** "quiet for 2m 05s", where an agent that works has said nothing for longer than usual; null otherwise. */
export function quietWords(quietMs: number): string | null {
  return quietMs < usualQuietMs ? null : `quiet for ${elapsedText(quietMs)}`;
}

/** "$0.18", "12.4k tok" where it costs nothing; null where nothing is known yet. */
export function spentWords(usage: UsageView | null): string | null {
  if (!usage) return null;
  const tokens = usage.input_tokens + usage.output_tokens + usage.cached_tokens;
  if (tokens === 0 && usage.cost_usd === 0) return null;
  return usage.cost_usd > 0 ? `$${usage.cost_usd.toFixed(2)}` : `${shortCount(tokens)} tok`;
}

function shortCount(count: number): string {
  if (count < 1_000) return String(count);
  return count < 1_000_000 ? `${(count / 1_000).toFixed(1)}k` : `${(count / 1_000_000).toFixed(1)}M`;
}
