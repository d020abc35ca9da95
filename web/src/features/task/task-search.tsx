'use client';

import { Link2 } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { StatusGlyph } from '@/components/status-glyph.tsx';
import type { ShownBoard, ShownTask } from '@/lib/board/intents.ts';
import { cx } from '@/lib/ui/class-names.ts';
import { findDependencies } from './task-links.ts';

interface TaskSearchProps {
  task: ShownTask;
  board: ShownBoard;
  onChoose: (taskId: string) => void;
}

/** Finds a task to wait for by its title. */
export function TaskSearch({ task, board, onChoose }: TaskSearchProps) {
  const [typed, setTyped] = useState('');
  const [chosenIndex, setChosenIndex] = useState(0);
  const { choices, reason } = useMemo(() => findDependencies(task, board.tasks, typed), [task, board.tasks, typed]);
  const answer = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (choices.length > 0 || reason) answer.current?.scrollIntoView({ block: 'nearest' });
  }, [choices, reason]);
  const choose = (id: string | undefined): void => {
    if (!id) return;
    onChoose(id);
    setTyped('');
    setChosenIndex(0);
  };
  return (
    <div className="relative">
      <label className="flex items-center gap-1.5">
        <Link2 aria-hidden="true" className="size-3.5 text-faint" />
        <input
          role="combobox"
          aria-label="Find a task to wait for"
          aria-expanded={choices.length > 0}
          aria-controls="dependency-choices"
          aria-activedescendant={choices.length > 0 ? `dependency-${chosenIndex}` : undefined}
          placeholder="Find a task…"
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setChosenIndex(0);
          }}
          onBlur={() => setTyped('')}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown') setChosenIndex(Math.min(choices.length - 1, chosenIndex + 1));
            if (event.key === 'ArrowUp') setChosenIndex(Math.max(0, chosenIndex - 1));
            if (event.key === 'Enter') choose(choices[chosenIndex]?.id);
            if (event.key !== 'Escape' || !typed) return;
            event.stopPropagation();
            setTyped('');
          }}
          className="h-7 min-w-0 flex-1 rounded-card border border-transparent bg-transparent px-1.5 placeholder:text-faint hover:border-line-strong"
        />
      </label>
      <div
        ref={answer}
        className={cx(
          'absolute inset-x-0 top-full z-20 mt-1 rounded-dialog bg-raised',
          (choices.length > 0 || reason) && 'shadow-dialog',
        )}
      >
        <ul id="dependency-choices" role="listbox" aria-label="Tasks" hidden={choices.length === 0} className="p-1">
          {choices.map((other, index) => (
            <li
              key={other.id}
              id={`dependency-${index}`}
              role="option"
              aria-selected={index === chosenIndex}
              onMouseDown={(event) => {
                event.preventDefault();
                choose(other.id);
              }}
              className="flex cursor-pointer items-center gap-2 rounded-card px-2 py-1 hover:bg-hover aria-selected:bg-hover"
            >
              <StatusGlyph status={other.status} />
              <span className="truncate">{other.title}</span>
            </li>
          ))}
        </ul>
        <p role="status" className={reason ? 'px-3 py-1.5 text-muted' : 'sr-only'}>
          {reason}
        </p>
      </div>
    </div>
  );
}
