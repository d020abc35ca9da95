'use client';

import { taskPriorityNames, type TaskPriorityName } from '@podium/board';
import { useState, type ReactNode } from 'react';
import { InlineError } from '@/components/notice.tsx';
import { PriorityGlyph, priorityLabels } from '@/components/priority-glyph.tsx';
import { Ago } from '@/components/times.tsx';
import { messageOf } from '@/lib/api/problem.ts';
import type { TaskEdit } from '@/lib/api/types.ts';
import { useBoardActions } from '@/lib/board/board-context.tsx';
import type { ShownBoard, ShownTask } from '@/lib/board/intents.ts';
import { useMoment } from '@/lib/board/moment-context.ts';
import { useMe } from '@/lib/live/live-context.tsx';
import { useNameOf } from '@/lib/people.ts';
import { DueDateField } from './due-date-field.tsx';
import { LabelsField } from './labels-field.tsx';
import { peopleOf } from './people.ts';

/** What a task is sorted and found by. Each change is shown at once and comes back where it is refused. */
export function TaskProperties({ task, board }: { task: ShownTask; board: ShownBoard }) {
  const isPast = useMoment() !== null;
  const actions = useBoardActions();
  const me = useMe();
  const nameOf = useNameOf();
  const [refusal, setRefusal] = useState<string | null>(null);
  const edit = async (change: TaskEdit): Promise<void> => {
    setRefusal(null);
    try {
      await actions.edit(task.id, change);
    } catch (error) {
      setRefusal(messageOf(error));
    }
  };
  return (
    <div className="space-y-2">
      <fieldset disabled={isPast}>
        <legend className="sr-only">Properties</legend>
        <dl className="grid grid-cols-[88px_minmax(0,1fr)] items-center gap-x-3 gap-y-1.5">
          <Row name="Priority">
            <PriorityGlyph priority={task.priority} labelled={false} />
            <select
              aria-label="Priority"
              data-undoable
              value={task.priority}
              onChange={(event) => void edit({ priority: event.target.value as TaskPriorityName })}
              className={inPlace}
            >
              {taskPriorityNames.map((priority) => (
                <option key={priority} value={priority}>
                  {priorityLabels[priority]}
                </option>
              ))}
            </select>
          </Row>
          <Row name="Labels">
            <LabelsField
              labels={task.labels}
              known={[...new Set(board.tasks.flatMap(({ labels }) => labels))].sort()}
              readOnly={isPast}
              onChange={(labels) => void edit({ labels })}
            />
          </Row>
          <Row name="Assignee">
            <select
              aria-label="Assignee"
              data-undoable
              value={task.assignee ?? ''}
              onChange={(event) => void edit({ assignee: event.target.value || null })}
              className={inPlace}
            >
              <option value="">Nobody</option>
              {peopleOf(board.project.members, me, task.assignee).map(({ actor, name }) => (
                <option key={actor} value={actor}>
                  {name ?? nameOf(actor)}
                </option>
              ))}
            </select>
          </Row>
          <Row name="Due">
            <DueDateField dueOn={task.due_on} className={inPlace} onChange={(due_on) => void edit({ due_on })} />
            {task.due_on && isOverdue(task) && <span className="text-meta font-medium text-failed">overdue</span>}
          </Row>
          <Row name="Automatic">
            <label className="inline-flex items-center gap-2">
              <input
                type="checkbox"
                role="switch"
                checked={task.auto_start}
                onChange={(event) => void edit({ auto_start: event.target.checked })}
                className="size-3.5 accent-accent-fill"
              />
              <span className="text-muted">Execute by itself when all it waits for is done</span>
            </label>
          </Row>
          <Row name="Created">
            <Ago time={task.created_at} /> <span className="text-faint">by {nameOf(task.created_by)}</span>
          </Row>
          <Row name="Changed">
            <Ago time={task.updated_at} />
          </Row>
          <Row name="Id">
            <code className="font-mono text-[11px] break-all text-muted select-all">{task.id}</code>
          </Row>
        </dl>
      </fieldset>
      {refusal && <InlineError>{refusal}</InlineError>}
    </div>
  );
}

/** A field that looks like text until it is pointed at. */
const inPlace =
  'h-7 rounded-card border border-transparent bg-surface px-1.5 hover:border-line-strong focus-visible:border-line-strong disabled:hover:border-transparent';

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="self-start py-1 text-faint">{name}</dt>
      <dd className="flex min-h-7 min-w-0 flex-wrap items-center gap-1.5">{children}</dd>
    </>
  );
}

function isOverdue({ due_on, status }: ShownTask): boolean {
  if (!due_on || status === 'DONE') return false;
  // Days are compared where the person is.
  const today = new Date();
  const day = [today.getFullYear(), today.getMonth() + 1, today.getDate()].map((part) => String(part).padStart(2, '0'));
  return due_on < day.join('-');
}
