'use client';

import { autoScrollForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element';
import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import {
  draggable,
  dropTargetForElements,
  monitorForElements,
} from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { attachClosestEdge, extractClosestEdge } from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge';
import type { TaskStatusName } from '@podium/board';
import { useEffect, useState, type RefObject } from 'react';
import type { DropTarget } from '@/lib/board/drop-place.ts';
import { useBoardUi } from '@/lib/board/board-ui.ts';
import { useStore } from '@/lib/store.ts';
import { showPile } from './drag-preview.ts';

export interface Drop {
  taskId: string;
  status: TaskStatusName;
  target: DropTarget | null;
}

interface DropData {
  status: TaskStatusName;
  /** Absent on the column itself. */
  taskId?: string;
}

/** Follows drags over the whole board; `onDrop` is called for drops on a column or a card. Answers the card that is dragged. */
export function useBoardDrag(onDrop: (drop: Drop) => void): string | null {
  const { draggedId } = useBoardUi();
  useEffect(
    () =>
      monitorForElements({
        onDragStart: ({ source }) => draggedId.set(source.data.taskId as string),
        onDrop: ({ source, location }) => {
          draggedId.set(null);
          const inner = location.current.dropTargets[0];
          if (!inner) return;
          const data = inner.data as unknown as DropData;
          const edge = extractClosestEdge(inner.data);
          const target = data.taskId && (edge === 'top' || edge === 'bottom') ? { id: data.taskId, edge } : null;
          onDrop({ taskId: source.data.taskId as string, status: data.status, target });
        },
      }),
    [onDrop, draggedId],
  );
  return useStore(draggedId);
}

interface DraggedCard {
  taskId: string;
  status: TaskStatusName;
  /** Whether another card may be put beside it. */
  mayLand: (taskId: string) => boolean;
  fixed: boolean;
  /** How many cards it takes along, itself included. */
  carried: () => number;
}

/** Makes a card draggable, unless it is fixed, and a target; answers the edge at which a dragged card would land. */
export function useCardDrag(element: RefObject<HTMLElement | null>, card: DraggedCard): 'top' | 'bottom' | null {
  const [edge, setEdge] = useState<'top' | 'bottom' | null>(null);
  const { taskId, status, mayLand, fixed, carried } = card;
  useEffect(() => {
    if (fixed || !element.current) return undefined;
    const node = element.current;
    const data = { taskId, status };
    const showEdge = (self: { data: Record<string | symbol, unknown> }): void => {
      const closest = extractClosestEdge(self.data);
      setEdge(closest === 'top' || closest === 'bottom' ? closest : null);
    };
    return combine(
      draggable({
        element: node,
        getInitialData: () => data,
        onGenerateDragPreview: (request) => {
          const count = carried();
          if (count > 1) showPile(request, count);
        },
      }),
      dropTargetForElements({
        element: node,
        canDrop: ({ source }) => source.data.taskId !== taskId && mayLand(source.data.taskId as string),
        getData: ({ input, element: target }) =>
          attachClosestEdge(data, { input, element: target, allowedEdges: ['top', 'bottom'] }),
        onDrag: ({ self }) => showEdge(self),
        onDragLeave: () => setEdge(null),
        onDrop: () => setEdge(null),
      }),
    );
  }, [element, taskId, status, mayLand, fixed, carried]);
  return edge;
}

/** Makes a column a target, for cards too that may not land there: it says why. Answers whether a card is above it. */
export function useColumnDrop(element: RefObject<HTMLElement | null>, status: TaskStatusName): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    if (!element.current) return undefined;
    return dropTargetForElements({
      element: element.current,
      canDrop: ({ source }) => 'taskId' in source.data,
      getData: () => ({ status }),
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: () => setOver(false),
    });
  }, [element, status]);
  return over;
}

/** Scrolls an element while a card is held near its edge. */
export function useDragScroll(element: RefObject<HTMLElement | null>): void {
  useEffect(() => (element.current ? autoScrollForElements({ element: element.current }) : undefined), [element]);
}
