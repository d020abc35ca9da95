'use client';

import { taskPriorityNames, type SessionView, type TaskPriorityName } from '@podium/board';
import { useState, type ReactNode } from 'react';
import { InlineError } from '@/components/notice.tsx';
import { PriorityGlyph, priorityLabels } from '@/components/priority-glyph.tsx';
import { Ago } from '@/components/times.tsx';
import { messageOf } from '@/lib/api/problem.ts';
import { useBoardActions } from '@/lib/board/board-context.tsx';
import type { ShownTask } from '@/lib/board/intents.ts';
import { useMoment } from '@/lib/board/moment-context.ts';
import { TaskTextEditor } from './task-text-editor.tsx';
import { whyHere } from './why-here.ts';

/** A task's text, urgency and times, and why it is in its column. */
export function TaskDetails({ task, latest }: { task: ShownTask; latest: SessionView | null }) {
  const isPast = useMoment() !== null;
  return (
    <div className="min-h-0 flex-1 space-y-5 overflow-y-auto p-4">
      <p className="rounded-card border border-line bg-canvas px-3 py-2 text-muted">
        {whyHere(task, latest)} <Ago time={task.status_since} className="text-faint" />
      </p>
      <TaskTextEditor task={task} />
      <dl className="grid grid-cols-[88px_1fr] items-center gap-x-3 gap-y-2">
        <Row name="Priority">{isPast ? <PriorityText task={task} /> : <PrioritySelect task={task} />}</Row>
        <Row name="Created">
          <Ago time={task.created_at} /> <span className="text-faint">by {personName(task.created_by)}</span>
        </Row>
        <Row name="Changed">
          <Ago time={task.updated_at} />
        </Row>
        <Row name="Id">
          <code className="font-mono text-[11px] break-all text-muted select-all">{task.id}</code>
        </Row>
      </dl>
    </div>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-faint">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}

function PriorityText({ task }: { task: ShownTask }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <PriorityGlyph priority={task.priority} labelled={false} /> {priorityLabels[task.priority]}
    </span>
  );
}

function PrioritySelect({ task }: { task: ShownTask }) {
  const actions = useBoardActions();
  const [refusal, setRefusal] = useState<string | null>(null);
  const change = async (priority: TaskPriorityName): Promise<void> => {
    setRefusal(null);
    try {
      await actions.edit(task.id, { priority });
    } catch (error) {
      setRefusal(messageOf(error));
    }
  };
  return (
    <>
      <span className="inline-flex items-center gap-1.5">
        <PriorityGlyph priority={task.priority} labelled={false} />
        <select
          aria-label="Priority"
          value={task.priority}
          onChange={(event) => void change(event.target.value as TaskPriorityName)}
          className="h-7 rounded-card border border-line bg-surface px-1.5 hover:border-line-strong"
        >
          {taskPriorityNames.map((priority) => (
            <option key={priority} value={priority}>
              {priorityLabels[priority]}
            </option>
          ))}
        </select>
      </span>
      {refusal && <InlineError>{refusal}</InlineError>}
    </>
  );
}

/** `user:local` -> `local`. */
function personName(actor: string): string {
  return actor.replace(/^[a-z]+:/, '');
}
