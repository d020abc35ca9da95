'use client';

import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import {
  draggable,
  dropTargetForElements,
  monitorForElements,
} from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { attachClosestEdge, extractClosestEdge } from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge';
import type { TaskStatusName } from '@podium/board';
import { useEffect, useState, type RefObject } from 'react';

/** What the pointer holds. */
export type DragState = { kind: 'idle' } | { kind: 'dragging'; taskId: string };

export interface Drop {
  taskId: string;
  status: TaskStatusName;
  target: { id: string; edge: 'top' | 'bottom' } | null;
}

interface DropData {
  status: TaskStatusName;
  /** Absent on the column itself. */
  taskId?: string;
}

const idle: DragState = { kind: 'idle' };

/** Follows drags over the whole board; `onDrop` is called for drops on a column or a card. */
export function useBoardDrag(onDrop: (drop: Drop) => void): DragState {
  const [state, setState] = useState<DragState>(idle);
  useEffect(
    () =>
      monitorForElements({
        onDragStart: ({ source }) => setState({ kind: 'dragging', taskId: source.data.taskId as string }),
        onDrop: ({ source, location }) => {
          setState(idle);
          const targets = location.current.dropTargets;
          const inner = targets[0];
          if (!inner) return;
          const data = inner.data as unknown as DropData;
          const edge = extractClosestEdge(inner.data);
          const target = data.taskId && (edge === 'top' || edge === 'bottom') ? { id: data.taskId, edge } : null;
          onDrop({ taskId: source.data.taskId as string, status: data.status, target });
        },
      }),
    [onDrop],
  );
  return state;
}

/** Makes a card draggable, unless it is fixed, and a target; answers the edge at which a dragged card would land. */
export function useCardDrag(
  element: RefObject<HTMLElement | null>,
  card: { taskId: string; status: TaskStatusName; mayLand: (taskId: string) => boolean; fixed: boolean },
): 'top' | 'bottom' | null {
  const [edge, setEdge] = useState<'top' | 'bottom' | null>(null);
  const { taskId, status, mayLand, fixed } = card;
  useEffect(() => {
    if (fixed || !element.current) return undefined;
    const node = element.current;
    const data = { taskId, status };
    const showEdge = (self: { data: Record<string | symbol, unknown> }): void => {
      const closest = extractClosestEdge(self.data);
      setEdge(closest === 'top' || closest === 'bottom' ? closest : null);
    };
    return combine(
      draggable({ element: node, getInitialData: () => data }),
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
  }, [element, taskId, status, mayLand, fixed]);
  return edge;
}

/** Makes a column a target; answers whether a card that may land here is above it. */
export function useColumnDrop(
  element: RefObject<HTMLElement | null>,
  column: { status: TaskStatusName; mayLand: (taskId: string) => boolean },
): boolean {
  const [over, setOver] = useState(false);
  const { status, mayLand } = column;
  useEffect(() => {
    if (!element.current) return undefined;
    return dropTargetForElements({
      element: element.current,
      canDrop: ({ source }) => mayLand(source.data.taskId as string),
      getData: () => ({ status }),
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: () => setOver(false),
    });
  }, [element, status, mayLand]);
  return over;
}
