'use client';

import { ArrowDown, ArrowUp, GripVertical, X } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { IconButton } from '@/components/icon-button.tsx';
import { cx } from '@/lib/ui/class-names.ts';
import type { ShownItem } from './checklist-changes.ts';
import { ItemForm } from './item-form.tsx';
import type { ChecklistEditing } from './use-checklist.ts';
import { useItemDrag } from './use-item-drag.ts';

interface ChecklistItemProps {
  taskId: string;
  shown: ShownItem;
  editing: ChecklistEditing;
  isPast: boolean;
  /** Whether it is the first one, and whether the last. */
  ends: readonly [first: boolean, last: boolean];
}

/** One step: its tick, its words, and what can be done to it. */
export function ChecklistItem({ taskId, shown, editing, isPast, ends }: ChecklistItemProps) {
  const { item, draft, gone } = shown;
  const mayMove = !isPast && !draft && !(ends[0] && ends[1]);
  const { row, grip, edge, dragged } = useItemDrag({ taskId, itemId: item.id, enabled: mayMove }, (droppedId, at) =>
    editing.put(droppedId, item, at),
  );
  return (
    <li
      ref={row}
      data-testid={`step-${item.id}`}
      className={cx('group relative flex items-start gap-1', dragged && 'opacity-50')}
    >
      {edge && <DropLine edge={edge} />}
      {mayMove && (
        <span
          ref={grip}
          data-testid="grip"
          aria-hidden="true"
          className="absolute top-0 -left-4 flex h-6 w-3.5 cursor-grab items-center justify-center text-faint opacity-0 group-hover:opacity-100 pointer-coarse:opacity-100"
        >
          <GripVertical className="size-3.5" />
        </span>
      )}
      <label className="-ml-1 flex size-6 shrink-0 items-center justify-center">
        <input
          type="checkbox"
          aria-label={item.text}
          checked={item.done}
          disabled={isPast || gone}
          onChange={() => editing.tick(item)}
          className="size-3.5 accent-accent-fill"
        />
      </label>
      <div className="min-w-0 flex-1">
        {draft && !isPast ? (
          <ItemForm shown={shown} draft={draft} editing={editing} />
        ) : (
          <Words shown={shown} editing={editing} isPast={isPast} />
        )}
      </div>
      {!isPast && !draft && <Tools shown={shown} editing={editing} ends={ends} />}
    </li>
  );
}

function DropLine({ edge }: { edge: 'top' | 'bottom' }) {
  return (
    <span
      aria-hidden="true"
      className={cx('absolute inset-x-0 h-0.5 rounded bg-accent', edge === 'top' ? '-top-0.5' : '-bottom-0.5')}
    />
  );
}

/** Its words: a click or Enter edits them, Alt with the arrows moves the step, Delete removes it. */
function Words({ shown: { item }, editing, isPast }: Pick<ChecklistItemProps, 'shown' | 'editing' | 'isPast'>) {
  const look = cx('[overflow-wrap:anywhere]', item.done && 'text-faint line-through');
  if (isPast) return <span className={cx(look, 'block py-0.5')}>{item.text}</span>;
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = event.altKey ? ({ ArrowUp: -1, ArrowDown: 1 } as const)[event.key] : undefined;
    const isRemoval = event.key === 'Delete' || event.key === 'Backspace';
    if (!by && !isRemoval && event.key !== 'F2') return;
    event.preventDefault();
    event.stopPropagation();
    if (by) editing.move(item, by);
    else if (isRemoval) editing.remove(item);
    else editing.begin(item);
  };
  return (
    <button
      type="button"
      dir="auto"
      title="Edit this step"
      aria-label={`Edit ${item.text}`}
      aria-keyshortcuts="F2 Alt+ArrowUp Alt+ArrowDown Delete"
      onClick={() => editing.begin(item)}
      onKeyDown={onKeyDown}
      className={cx(look, 'w-full cursor-text rounded px-1 py-0.5 text-left hover:bg-hover')}
    >
      {item.text}
    </button>
  );
}

const tool =
  'size-6 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100 aria-disabled:text-faint aria-disabled:hover:bg-transparent';

function Tools({
  shown: { item },
  editing,
  ends: [isFirst, isLast],
}: Pick<ChecklistItemProps, 'shown' | 'editing' | 'ends'>) {
  return (
    <>
      {!(isFirst && isLast) && (
        <>
          <IconButton
            label={`Move ${item.text} up`}
            shortcut="Alt+ArrowUp"
            aria-disabled={isFirst}
            className={tool}
            onClick={() => editing.move(item, -1)}
          >
            <ArrowUp />
          </IconButton>
          <IconButton
            label={`Move ${item.text} down`}
            shortcut="Alt+ArrowDown"
            aria-disabled={isLast}
            className={tool}
            onClick={() => editing.move(item, 1)}
          >
            <ArrowDown />
          </IconButton>
        </>
      )}
      <IconButton label={`Remove ${item.text}`} className={tool} onClick={() => editing.remove(item)}>
        <X />
      </IconButton>
    </>
  );
}
