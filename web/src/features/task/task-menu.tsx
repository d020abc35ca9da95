'use client';

import { Archive, ArchiveRestore, CopyPlus, Ellipsis, LayoutTemplate, Link2, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '@/components/icon-button.tsx';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '@/components/menu.tsx';
import { StatusGlyph } from '@/components/status-glyph.tsx';
import { actOnTask } from '@/lib/api/task-requests.ts';
import { useBoardActions } from '@/lib/board/board-context.tsx';
import type { ShownTask } from '@/lib/board/intents.ts';
import { moveTargets, statusLabels } from '@/lib/board/statuses.ts';
import { announce } from '@/lib/ui/announcer.ts';
import { TemplateDialog } from './template-dialog.tsx';

/** What can be done with a task beside its next step. */
export function TaskMenu({ task, onGone }: { task: ShownTask; onGone: () => void }) {
  const actions = useBoardActions();
  const [naming, setNaming] = useState(false);
  const targets = moveTargets(task);
  const copyLink = async (): Promise<void> => {
    await navigator.clipboard.writeText(`${window.location.origin}/projects/${task.project_id}/tasks/${task.id}`);
    announce('The link is copied');
  };
  return (
    <>
      <Menu
        label="More"
        trigger={
          <IconButton label="More">
            <Ellipsis />
          </IconButton>
        }
      >
        <MenuItem onSelect={() => void copyLink()}>
          <Link2 aria-hidden="true" /> Copy the link
        </MenuItem>
        <MenuItem onSelect={() => void actions.duplicate(task)}>
          <CopyPlus aria-hidden="true" /> Duplicate
        </MenuItem>
        <MenuItem onSelect={() => setNaming(true)}>
          <LayoutTemplate aria-hidden="true" /> Save as a template…
        </MenuItem>
        {targets.length > 0 && <MenuSeparator />}
        {targets.length > 0 && <MenuLabel>Move to</MenuLabel>}
        {targets.map((status) => (
          <MenuItem key={status} onSelect={() => void actions.move(task, status)}>
            <StatusGlyph status={status} /> {statusLabels[status]}
          </MenuItem>
        ))}
        <MenuSeparator />
        {task.archived_at ? (
          <MenuItem onSelect={() => void actions.perform(() => actOnTask(task, 'unarchive'), broughtBack(task))}>
            <ArchiveRestore aria-hidden="true" /> Bring back
          </MenuItem>
        ) : (
          <MenuItem
            disabled={task.active_session_id !== null}
            onSelect={() => void actions.archive(task).then((done) => done && onGone())}
          >
            <Archive aria-hidden="true" /> Archive
          </MenuItem>
        )}
        <MenuItem
          danger
          disabled={task.active_session_id !== null}
          onSelect={() => void actions.delete(task).then((done) => done && onGone())}
        >
          <Trash2 aria-hidden="true" /> Delete
        </MenuItem>
      </Menu>
      {naming && <TemplateDialog task={task} onClose={() => setNaming(false)} />}
    </>
  );
}

function broughtBack({ title }: ShownTask): { refusal: string; success: string } {
  return { refusal: `“${title}” was not brought back`, success: `Brought back “${title}”` };
}
