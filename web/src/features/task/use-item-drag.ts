'use client';

import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { attachClosestEdge, extractClosestEdge } from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { useStable } from '@/lib/ui/use-stable.ts';

type Edge = 'top' | 'bottom';

interface ItemDrag {
  row: RefObject<HTMLLIElement | null>;
  /** Where the pointer takes it. */
  grip: RefObject<HTMLSpanElement | null>;
  /** Where a dragged step would land; null while none is above this one. */
  edge: Edge | null;
  /** While this one is dragged. */
  dragged: boolean;
}

/**
 * Makes a step draggable, and a target for those of its task.
 *
 * @param onDrop another step is put before or behind this one
 */
export function useItemDrag(
  { taskId, itemId, enabled }: { taskId: string; itemId: string; enabled: boolean },
  onDrop: (droppedId: string, edge: Edge) => void,
): ItemDrag {
  const row = useRef<HTMLLIElement>(null);
  const grip = useRef<HTMLSpanElement>(null);
  const [edge, setEdge] = useState<Edge | null>(null);
  const [dragged, setDragged] = useState(false);
  const drop = useStable(onDrop);
  useEffect(() => {
    const [element, dragHandle] = [row.current, grip.current];
    if (!enabled || !element || !dragHandle) return undefined;
    const data = { stepOf: taskId, itemId };
    return combine(
      draggable({
        element,
        dragHandle,
        getInitialData: () => data,
        onDragStart: () => setDragged(true),
        onDrop: () => setDragged(false),
      }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => source.data.stepOf === taskId && source.data.itemId !== itemId,
        getData: ({ input }) => attachClosestEdge(data, { input, element, allowedEdges: ['top', 'bottom'] }),
        onDrag: ({ self }) => setEdge(edgeOf(self.data)),
        onDragLeave: () => setEdge(null),
        onDrop: ({ self, source }) => {
          setEdge(null);
          const landed = edgeOf(self.data);
          if (landed) drop(String(source.data.itemId), landed);
        },
      }),
    );
  }, [enabled, taskId, itemId, drop]);
  return { row, grip, edge, dragged };
}

function edgeOf(data: Record<string | symbol, unknown>): Edge | null {
  const edge = extractClosestEdge(data);
  return edge === 'top' || edge === 'bottom' ? edge : null;
}
