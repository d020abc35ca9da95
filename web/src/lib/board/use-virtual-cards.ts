'use client';

import { defaultRangeExtractor, useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { useEffect, type RefObject } from 'react';
import { useStore } from '../store.ts';
import { scrollBehavior } from '../ui/scroll-behavior.ts';
import type { Row } from './arrange.ts';
import { useBoardUi } from './board-ui.ts';

interface VirtualCards {
  scroller: RefObject<HTMLElement | null>;
  rows: readonly Row[];
  /** Of a card, in pixels, before it is measured. */
  estimatedHeight: number;
  gap: number;
  padding: number;
  /** A card that is being dragged; the browser needs its element until the end. */
  draggedId: string | null;
  /** Of the headings of statuses, in pixels, where the one of what is in sight stays at the top. */
  stuckHeight?: number;
}

const headingHeight = 28;
/** A card that was scrolled to is drawn within a few frames. */
const focusFrames = 12;

/**
 * Draws only the rows that are in sight, and beside them the card that has the focus and the one that is dragged. Gives
 * the focus to the card that wants it.
 */
export function useVirtualCards(cards: VirtualCards): Virtualizer<HTMLElement, HTMLElement> {
  const { scroller, rows, estimatedHeight, gap, padding, draggedId, stuckHeight } = cards;
  const ui = useBoardUi();
  const focusedId = useStore(ui.focusedId);
  const indexOf = (taskId: string | null): number =>
    taskId === null ? -1 : rows.findIndex((row) => row.kind === 'card' && row.task.id === taskId);
  const pinned = [indexOf(focusedId), indexOf(draggedId)].filter((index) => index !== -1);
  const virtualizer = useVirtualizer<HTMLElement, HTMLElement>({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => heightOf(rows[index], { estimatedHeight, stuckHeight }),
    getItemKey: (index) => rows[index]?.key ?? index,
    gap,
    paddingStart: padding,
    paddingEnd: padding,
    scrollPaddingStart: 8 + (stuckHeight ?? 0),
    scrollPaddingEnd: 8,
    overscan: 5,
    rangeExtractor: (range) => {
      const shown = defaultRangeExtractor(range);
      const stuck = stuckHeight === undefined ? -1 : stuckIndex(rows, range.startIndex);
      const missing = [...pinned, stuck].filter((index) => index >= 0 && index < range.count && !shown.includes(index));
      return missing.length === 0 ? shown : [...new Set([...shown, ...missing])].sort((a, b) => a - b);
    },
  });
  useEffect(() => {
    const give = (): void => {
      const wanted = ui.wanted.get();
      const index = wanted ? rows.findIndex((row) => row.kind === 'card' && row.task.id === wanted.taskId) : -1;
      if (!wanted || index === -1) return;
      ui.wanted.set(null);
      virtualizer.scrollToIndex(index, { align: 'auto' });
      showCard(scroller, wanted, focusFrames);
    };
    give();
    return ui.wanted.subscribe(give);
  }, [ui, rows, virtualizer, scroller]);
  return virtualizer;
}

/** The heading of the status that the first row in sight belongs to; -1 where there is none. */
export function stuckIndex(rows: readonly Row[], firstIndex: number): number {
  return rows.findLastIndex((row, index) => index <= firstIndex && isOfStatus(row));
}

function isOfStatus(row: Row | undefined): boolean {
  return row?.kind === 'heading' && row.by === 'status';
}

function heightOf(
  row: Row | undefined,
  { estimatedHeight, stuckHeight = headingHeight }: Pick<VirtualCards, 'estimatedHeight' | 'stuckHeight'>,
): number {
  if (row?.kind !== 'heading') return estimatedHeight;
  return isOfStatus(row) ? stuckHeight : headingHeight;
}

function showCard(
  scroller: RefObject<HTMLElement | null>,
  wanted: { taskId: string; focus: boolean },
  frames: number,
): void {
  const card = scroller.current?.querySelector<HTMLElement>(`[data-card="${CSS.escape(wanted.taskId)}"]`);
  if (!card) {
    if (frames > 0) requestAnimationFrame(() => showCard(scroller, wanted, frames - 1));
    return;
  }
  // Moved by key, so the ring has to show, whatever the pointer did before.
  if (wanted.focus) card.querySelector('a')?.focus({ focusVisible: true, preventScroll: true } as FocusOptions);
  card.scrollIntoView({
    block: 'nearest',
    inline: 'nearest',
    ...(wanted.focus ? {} : { behavior: scrollBehavior() }),
  });
}
