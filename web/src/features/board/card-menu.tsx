'use client';

import type { TaskStatusName } from '@podium/board';
import { Ellipsis, PanelRight, Square, Trash2, Zap } from 'lucide-react';
import { Suspense, useState } from 'react';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '@/components/menu.tsx';
import { StatusGlyph } from '@/components/status-glyph.tsx';
import { useBoardActions } from '@/lib/board/board-context.tsx';
import type { ShownTask } from '@/lib/board/intents.ts';
import { moveTargets, statusLabels } from '@/lib/board/statuses.ts';
import { lazily } from '@/lib/ui/lazily.ts';

const ConfirmDialog = lazily(async () => (await import('@/components/confirm-dialog.tsx')).ConfirmDialog);

interface CardMenuProps {
  task: ShownTask;
  columns: readonly TaskStatusName[];
  onOpen: () => void;
}

/** Everything that can be done with a card, for the keyboard and for fingers. */
export function CardMenu({ task, columns, onOpen }: CardMenuProps) {
  const actions = useBoardActions();
  const [deleting, setDeleting] = useState(false);
  const busy = task.active_session_id !== null || task.pending === 'execute';
  const targets = busy ? [] : moveTargets(task, columns);
  return (
    <>
      <Menu
        label={`Actions of ${task.title}`}
        trigger={
          <button
            type="button"
            aria-label={`Actions of ${task.title}`}
            className="relative z-10 inline-flex size-6 items-center justify-center rounded-card text-faint hover:bg-active hover:text-text"
          >
            <Ellipsis aria-hidden="true" className="size-4" />
          </button>
        }
      >
        <MenuItem onSelect={onOpen}>
          <PanelRight /> Open
        </MenuItem>
        {task.status === 'TODO' && !busy && (
          <MenuItem onSelect={() => void actions.execute(task)}>
            <Zap /> Execute
          </MenuItem>
        )}
        {task.active_session_id && (
          <MenuItem onSelect={() => void actions.stop(task)}>
            <Square /> Stop
          </MenuItem>
        )}
        {targets.length > 0 && <MenuSeparator />}
        {targets.length > 0 && <MenuLabel>Move to…</MenuLabel>}
        {targets.map((status) => (
          <MenuItem key={status} onSelect={() => void actions.move(task, { status })}>
            <StatusGlyph status={status} /> {statusLabels[status]}
          </MenuItem>
        ))}
        <MenuSeparator />
        <MenuItem danger disabled={busy} onSelect={() => setDeleting(true)}>
          <Trash2 /> Delete…
        </MenuItem>
      </Menu>
      {deleting && (
        <Suspense fallback={null}>
          <ConfirmDialog
            open
            onOpenChange={setDeleting}
            title={`Delete “${task.title}”?`}
            detail="The card and its history leave the board. Files that agents changed stay as they are."
            action="Delete task"
            onConfirm={() => void actions.delete(task)}
          />
        </Suspense>
      )}
    </>
  );
}
