import { autoScrollForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element';
import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import {
  draggable,
  dropTargetForElements,
  monitorForElements,
} from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { attachClosestEdge, extractClosestEdge } from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge';
import type { TaskStatusName } from '@podium/board';
import type { Drop } from './drag.ts';
import { showPile } from './drag-preview.ts';

/** Each of these makes an element take part in drags with the pointer; what it answers ends that. */
type Detach = () => void;

type Edge = 'top' | 'bottom';

interface DropData {
  status: TaskStatusName;
  /** Absent on the column itself. */
  taskId?: string;
}

export interface DraggedCard {
  taskId: string;
  status: TaskStatusName;
  /** Whether another card may be put beside it. */
  mayLand: (taskId: string) => boolean;
  /** How many cards it takes along, itself included. */
  carried: () => number;
}

/** Tells which card is dragged, null for none, and of drops on a column or a card. */
export function watchDrags(onDragged: (taskId: string | null) => void, onDrop: (drop: Drop) => void): Detach {
  return monitorForElements({
    onDragStart: ({ source }) => onDragged(source.data.taskId as string),
    onDrop: ({ source, location }) => {
      onDragged(null);
      const inner = location.current.dropTargets[0];
      if (!inner) return;
      const data = inner.data as unknown as DropData;
      const edge = extractClosestEdge(inner.data);
      const target = data.taskId && (edge === 'top' || edge === 'bottom') ? { id: data.taskId, edge } : null;
      onDrop({ taskId: source.data.taskId as string, status: data.status, target });
    },
  });
}

/** Makes a card draggable, and a target; tells the edge at which a dragged card would land. */
export function attachCard(element: HTMLElement, card: DraggedCard, onEdge: (edge: Edge | null) => void): Detach {
  const { taskId, status, mayLand, carried } = card;
  const data = { taskId, status };
  return combine(
    draggable({
      element,
      getInitialData: () => data,
      onGenerateDragPreview: (request) => {
        const count = carried();
        if (count > 1) showPile(request, count);
      },
    }),
    dropTargetForElements({
      element,
      canDrop: ({ source }) => source.data.taskId !== taskId && mayLand(source.data.taskId as string),
      getData: ({ input, element: target }) =>
        attachClosestEdge(data, { input, element: target, allowedEdges: ['top', 'bottom'] }),
      onDrag: ({ self }) => {
        const closest = extractClosestEdge(self.data);
        onEdge(closest === 'top' || closest === 'bottom' ? closest : null);
      },
      onDragLeave: () => onEdge(null),
      onDrop: () => onEdge(null),
    }),
  );
}

/** Makes a column a target, for cards too that may not land there: it says why. Tells whether a card is above it. */
export function attachColumn(element: HTMLElement, status: TaskStatusName, onOver: (over: boolean) => void): Detach {
  return dropTargetForElements({
    element,
    canDrop: ({ source }) => 'taskId' in source.data,
    getData: () => ({ status }),
    onDragEnter: () => onOver(true),
    onDragLeave: () => onOver(false),
    onDrop: () => onOver(false),
  });
}

/** Scrolls an element while a card is held near its edge. */
export function attachScroll(element: HTMLElement): Detach {
  return autoScrollForElements({ element });
}
