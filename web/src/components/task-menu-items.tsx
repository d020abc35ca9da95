'use client';

import { taskPriorityNames } from '@podium/board';
import { Archive, ArchiveRestore, Copy, FastForward, PanelRight, Square, SquareCheck, Trash2, Zap } from 'lucide-react';
import type { ReactNode } from 'react';
import { useBoardActions } from '@/lib/board/board-context.tsx';
import { useBoardUi } from '@/lib/board/board-ui.ts';
import type { ShownTask } from '@/lib/board/intents.ts';
import { moveTargets, statusLabels } from '@/lib/board/statuses.ts';
import { MenuItem, MenuLabel, MenuSeparator } from './menu.tsx';
import { PriorityGlyph, priorityLabels } from './priority-glyph.tsx';
import { StatusGlyph } from './status-glyph.tsx';

export interface TaskMenuProps {
  task: ShownTask;
  /** The session that waits in the queue, where one does. */
  queuedSessionId: string | null;
  onOpen: () => void;
}

/** Everything that can be done with a card. */
export function TaskMenuItems({ task, queuedSessionId, onOpen }: TaskMenuProps) {
  const actions = useBoardActions();
  const ui = useBoardUi();
  const busy = task.active_session_id !== null || task.pending === 'execute';
  const targets = busy ? [] : moveTargets(task);
  return (
    <>
      <Item sign={<PanelRight />} words="Open" onSelect={onOpen} />
      <Item sign={<SquareCheck />} words="Select" onSelect={() => ui.toggle(task.id)} />
      {task.status === 'TODO' && !busy && !task.archived_at && (
        <Item sign={<Zap />} words="Execute" onSelect={() => void actions.execute(task)} />
      )}
      {queuedSessionId && (
        <Item
          sign={<FastForward />}
          words="Run next"
          onSelect={() => void actions.steer(queuedSessionId, 'run-next')}
        />
      )}
      {task.active_session_id && (
        <Item sign={<Square />} words={queuedSessionId ? 'Cancel' : 'Stop'} onSelect={() => void actions.stop(task)} />
      )}
      {targets.length > 0 && <MenuSeparator />}
      {targets.length > 0 && <MenuLabel>Move to…</MenuLabel>}
      {targets.map((status) => (
        <Item
          key={status}
          sign={<StatusGlyph status={status} />}
          words={statusLabels[status]}
          onSelect={() => void actions.move(task, status)}
        />
      ))}
      <MenuSeparator />
      <MenuLabel>Priority</MenuLabel>
      {taskPriorityNames
        .filter((priority) => priority !== task.priority)
        .map((priority) => (
          <Item
            key={priority}
            sign={<PriorityGlyph priority={priority} labelled={false} />}
            words={priorityLabels[priority]}
            onSelect={() => actions.setPriority(task, priority)}
          />
        ))}
      <MenuSeparator />
      <Item sign={<Copy />} words="Duplicate" onSelect={() => void actions.duplicate(task)} />
      {task.archived_at ? (
        <Item sign={<ArchiveRestore />} words="Bring back" onSelect={() => void actions.unarchive(task)} />
      ) : (
        <MenuItem disabled={busy} onSelect={() => void actions.archive(task)}>
          <Archive /> Archive
        </MenuItem>
      )}
      <MenuItem danger disabled={busy} onSelect={() => void actions.delete(task)}>
        <Trash2 /> Delete
      </MenuItem>
    </>
  );
}

function Item({ sign, words, onSelect }: { sign: ReactNode; words: string; onSelect: () => void }) {
  return (
    <MenuItem onSelect={onSelect}>
      {sign} {words}
    </MenuItem>
  );
}
