'use client';

import { X } from 'lucide-react';
import Link from 'next/link';
import { useMemo } from 'react';
import { IconButton } from '@/components/icon-button.tsx';
import { InlineError } from '@/components/notice.tsx';
import { StatusGlyph } from '@/components/status-glyph.tsx';
import { addDependency, removeDependency } from '@/lib/api/task-requests.ts';
import { useBoardActions } from '@/lib/board/board-context.tsx';
import { boardHref } from '@/lib/board/board-href.ts';
import type { ShownBoard, ShownTask } from '@/lib/board/intents.ts';
import { useMoment } from '@/lib/board/moment-context.ts';
import { statusLabels } from '@/lib/board/statuses.ts';
import { Section } from './section.tsx';
import { holdsUp } from './task-links.ts';
import { TaskSearch } from './task-search.tsx';
import { useSave } from './use-save.ts';

/** What a task waits for, and what waits for it. Circles are refused. */
export function Dependencies({ task, board }: { task: ShownTask; board: ShownBoard }) {
  const isPast = useMoment() !== null;
  const { save, problem } = useDependencies(task);
  const byId = useMemo(() => new Map(board.tasks.map((other) => [other.id, other])), [board.tasks]);
  const waitsFor = task.depends_on.flatMap((id) => byId.get(id) ?? []);
  const waiting = holdsUp(task.id, board.tasks);
  if (isPast && waitsFor.length === 0 && waiting.length === 0) return null;
  return (
    <Section title="Waits for">
      <ul className="space-y-0.5">
        {waitsFor.map((other) => (
          <TaskLink key={other.id} task={other} onRemove={isPast ? undefined : () => void save('remove', other.id)} />
        ))}
      </ul>
      {!isPast && <TaskSearch task={task} board={board} onChoose={(id) => void save('add', id)} />}
      {problem && <InlineError>{problem}</InlineError>}
      {waiting.length > 0 && (
        <>
          <h4 className="mt-2 mb-0.5 text-meta text-faint">Holds up</h4>
          <ul className="space-y-0.5">
            {waiting.map((other) => (
              <TaskLink key={other.id} task={other} onRemove={undefined} />
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}

function useDependencies(task: ShownTask) {
  const actions = useBoardActions();
  const { run, problem } = useSave();
  const save = (act: 'add' | 'remove', id: string): Promise<boolean> => {
    const others = task.depends_on.filter((other) => other !== id);
    const shown = { depends_on: act === 'add' ? [...others, id] : others };
    const send = act === 'add' ? addDependency : removeDependency;
    return run(() => actions.change(task.id, shown, () => send(task, id)));
  };
  return { save, problem };
}

function TaskLink({ task, onRemove }: { task: ShownTask; onRemove: (() => void) | undefined }) {
  return (
    <li className="flex items-center gap-2">
      <StatusGlyph status={task.status} />
      <Link
        href={boardHref(task.project_id, { taskId: task.id })}
        prefetch={false}
        title={statusLabels[task.status]}
        className="min-w-0 flex-1 truncate hover:underline"
      >
        {task.title}
      </Link>
      {onRemove && (
        <IconButton label={`No longer wait for ${task.title}`} onClick={onRemove} className="size-6">
          <X />
        </IconButton>
      )}
    </li>
  );
}
