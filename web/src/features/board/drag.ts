'use client';

import type { TaskStatusName } from '@podium/board';
import { useEffect, useState, type RefObject } from 'react';
import { useBoardUi } from '@/lib/board/board-ui.ts';
import type { DropTarget } from '@/lib/board/drop-place.ts';
import { useStore } from '@/lib/store.ts';
import { patiently } from '@/lib/ui/lazily.ts';
import type * as DragEngine from './drag-engine.ts';

export interface Drop {
  taskId: string;
  status: TaskStatusName;
  target: DropTarget | null;
}

type Engine = typeof DragEngine;

let loaded: Engine | undefined;
let loading: Promise<Engine> | undefined;

/** Nobody drags before the board is drawn, so what that takes is no part of the page's first load. */
function withEngine(attach: (engine: Engine) => () => void): () => void {
  if (loaded) return attach(loaded);
  let detach: (() => void) | undefined;
  let isOver = false;
  loading ??= patiently(() => import('./drag-engine.ts'));
  void loading.then((engine) => {
    loaded = engine;
    if (!isOver) detach = attach(engine);
  });
  return () => {
    isOver = true;
    detach?.();
  };
}

/** Follows drags over the whole board; `onDrop` is called for drops on a column or a card. Answers the card that is dragged. */
export function useBoardDrag(onDrop: (drop: Drop) => void): string | null {
  const { draggedId } = useBoardUi();
  useEffect(
    () => withEngine(({ watchDrags }) => watchDrags((taskId) => draggedId.set(taskId), onDrop)),
    [onDrop, draggedId],
  );
  return useStore(draggedId);
}

interface DragOfCard extends DragEngine.DraggedCard {
  fixed: boolean;
}

/** Makes a card draggable, unless it is fixed, and a target; answers the edge at which a dragged card would land. */
export function useCardDrag(element: RefObject<HTMLElement | null>, card: DragOfCard): 'top' | 'bottom' | null {
  const [edge, setEdge] = useState<'top' | 'bottom' | null>(null);
  const { taskId, status, mayLand, fixed, carried } = card;
  useEffect(() => {
    const node = element.current;
    if (fixed || !node) return undefined;
    return withEngine(({ attachCard }) => attachCard(node, { taskId, status, mayLand, carried }, setEdge));
  }, [element, taskId, status, mayLand, fixed, carried]);
  return edge;
}

/** Makes a column a target. Answers whether a card is above it. */
export function useColumnDrop(element: RefObject<HTMLElement | null>, status: TaskStatusName): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const node = element.current;
    return node ? withEngine(({ attachColumn }) => attachColumn(node, status, setOver)) : undefined;
  }, [element, status]);
  return over;
}

/** Scrolls an element while a card is held near its edge. */
export function useDragScroll(element: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const node = element.current;
    return node ? withEngine(({ attachScroll }) => attachScroll(node)) : undefined;
  }, [element]);
}
