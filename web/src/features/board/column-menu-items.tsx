'use client';

import type { TaskStatusName } from '@podium/board';
import { Gauge, Minimize2, SquareCheck } from 'lucide-react';
import { MenuItem } from '@/components/menu.tsx';
import type { Lane } from '@/lib/board/arrange.ts';
import { useBoardUi } from '@/lib/board/board-ui.ts';

interface ColumnMenuItemsProps {
  lane: Lane;
  wipLimit: number | undefined;
  onLimit: (status: TaskStatusName) => void;
  onCollapse: () => void;
}

/** What can be done with a whole column. */
export function ColumnMenuItems({ lane, wipLimit, onLimit, onCollapse }: ColumnMenuItemsProps) {
  const ui = useBoardUi();
  return (
    <>
      <MenuItem onSelect={() => onLimit(lane.status)}>
        <Gauge /> {wipLimit === undefined ? 'Set a limit…' : 'Change the limit…'}
      </MenuItem>
      <MenuItem disabled={lane.taskIds.length === 0} onSelect={() => ui.select(lane.taskIds)}>
        <SquareCheck /> Select all
      </MenuItem>
      <MenuItem onSelect={onCollapse}>
        <Minimize2 /> Collapse
      </MenuItem>
    </>
  );
}
