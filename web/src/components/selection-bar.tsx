'use client';

import { taskPriorityNames } from '@podium/board';
import { Archive, ArchiveRestore, ArrowRight, SignalHigh, Tag, Trash2, X, Zap } from 'lucide-react';
import { useEffect, type ComponentProps, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { useBoardActions } from '@/lib/board/board-context.tsx';
import type { Arrangement } from '@/lib/board/arrange.ts';
import type { BoardIndex } from '@/lib/board/board-index.ts';
import { useBoardUi } from '@/lib/board/board-ui.ts';
import type { ShownTask } from '@/lib/board/intents.ts';
import { mayExecute, moveTargets, statusLabels } from '@/lib/board/statuses.ts';
import { useStore } from '@/lib/store.ts';
import { cx } from '@/lib/ui/class-names.ts';
import { IconButton } from './icon-button.tsx';
import { LabelDot } from './label-chips.tsx';
import { Menu, MenuItem } from './menu.tsx';
import { PriorityGlyph, priorityLabels } from './priority-glyph.tsx';
import { StatusGlyph } from './status-glyph.tsx';

interface SelectionBarProps {
  index: BoardIndex;
  arrangement: Arrangement;
}

/** What can be done with the selected cards at once; not there while none is selected. */
export function SelectionBar({ index, arrangement }: SelectionBarProps) {
  const actions = useBoardActions();
  const ui = useBoardUi();
  const selected = useStore(ui.selected);
  const isDragging = useStore(ui.draggedId) !== null;
  const isHolding = useStore(ui.held) !== null;
  const tasks = selected.size === 0 ? [] : [...index.tasks.values()].filter((task) => selected.has(task.id));
  const gone = selected.size - tasks.length;
  const shown = new Set(arrangement.lanes.flatMap(({ taskIds }) => taskIds));
  const hidden = tasks.filter(({ id }) => !shown.has(id)).length;
  useEffect(() => {
    // Cards that others deleted can't be acted on.
    if (gone > 0) ui.select([...ui.selected.get()].filter((id) => index.tasks.has(id)));
  }, [gone, index, ui]);
  useFocusGivenBack();
  if (tasks.length === 0) return null;
  const act = (action: Parameters<typeof actions.actOnMany>[1]): void => {
    ui.clear();
    void actions.actOnMany(tasks, action);
  };
  const executable = tasks.filter(mayExecute);
  const execute = (): void => {
    ui.clear();
    for (const task of executable) void actions.execute(task);
  };
  const targets = commonTargets(tasks);
  const isArchived = tasks.every((task) => task.archived_at);
  const labels = [...new Set([...index.tasks.values()].flatMap((task) => task.labels))].sort();
  return (
    <div
      role="toolbar"
      aria-label="Selected cards"
      data-testid="selection"
      data-lifts-toasts=""
      className={cx(
        'absolute inset-x-3 bottom-4 z-30 mx-auto flex w-fit max-w-[calc(100%-24px)] animate-enter flex-wrap items-center gap-1 rounded-dialog bg-raised p-1.5 shadow-dialog',
        // Cards are put down below it, too.
        (isDragging || isHolding) && 'pointer-events-none opacity-0',
      )}
    >
      <span role="status" className="px-2 font-medium whitespace-nowrap tabular-nums">
        {tasks.length} selected{hidden > 0 && `, ${hidden} hidden by the filter`}
      </span>
      {executable.length > 0 && <Tool icon={<Zap />} words={executeWords(executable, tasks)} onClick={execute} />}
      {!isArchived && (
        <Menu label="Move to" trigger={<Tool icon={<ArrowRight />} words="Move to" disabled={targets.length === 0} />}>
          {targets.map((status) => (
            <MenuItem key={status} onSelect={() => act({ action: 'move', status })}>
              <StatusGlyph status={status} /> {statusLabels[status]}
            </MenuItem>
          ))}
        </Menu>
      )}
      <Menu label="Priority" trigger={<Tool icon={<SignalHigh />} words="Priority" />}>
        {[...taskPriorityNames].reverse().map((priority) => (
          <MenuItem key={priority} onSelect={() => act({ action: 'priority', priority })}>
            <PriorityGlyph priority={priority} labelled={false} /> {priorityLabels[priority]}
          </MenuItem>
        ))}
      </Menu>
      {labels.length > 0 && (
        <Menu label="Label" trigger={<Tool icon={<Tag />} words="Label" />}>
          {labels.map((label) => (
            <MenuItem key={label} onSelect={() => act({ action: 'label', add_labels: [label] })}>
              <LabelDot label={label} /> {label}
            </MenuItem>
          ))}
        </Menu>
      )}
      {isArchived ? (
        <Tool icon={<ArchiveRestore />} words="Bring back" onClick={() => act({ action: 'unarchive' })} />
      ) : (
        <Tool icon={<Archive />} words="Archive" onClick={() => act({ action: 'archive' })} />
      )}
      <Tool icon={<Trash2 />} words="Delete" onClick={() => act({ action: 'delete' })} />
      <IconButton label="Select nothing" shortcut="Escape" onClick={() => ui.clear()}>
        <X />
      </IconButton>
    </div>
  );
}

/** What had the focus in the bar goes away with it: the card that had it before gets it back. */
function useFocusGivenBack(): void {
  const ui = useBoardUi();
  useEffect(
    () => () => {
      setTimeout(() => {
        const taskId = ui.focusedId.get();
        if (taskId && document.activeElement === document.body) ui.focus(taskId);
      }, 0);
    },
    [ui],
  );
}

function executeWords(executable: readonly ShownTask[], tasks: readonly ShownTask[]): string {
  return executable.length === tasks.length ? 'Execute' : `Execute ${executable.length}`;
}

/** Where every one of them may go. */
function commonTargets(tasks: readonly ShownTask[]) {
  const [first, ...rest] = tasks.map((task) => moveTargets(task));
  return (first ?? []).filter((status) => rest.every((targets) => targets.includes(status)));
}

interface ToolProps extends ComponentProps<'button'> {
  icon: ReactNode;
  words: string;
}

function Tool({ icon, words, ...props }: ToolProps) {
  return (
    <Button tone="quiet" size="small" className="h-7 [&>svg]:size-3.5" {...props}>
      {icon} {words}
    </Button>
  );
}
