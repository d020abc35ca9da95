'use client';

import { useState } from 'react';
import { InlineError } from '@/components/notice.tsx';
import type { ShownTask } from '@/lib/board/intents.ts';
import { useMoment } from '@/lib/board/moment-context.ts';
import { lengthProblem } from '@/lib/ui/length-problem.ts';
import { ChecklistItem } from './checklist-item.tsx';
import { Section } from './section.tsx';
import { useChecklist } from './use-checklist.ts';

/** The steps of a task, each edited where it stands. What several people do to them at once all counts. */
export function Checklist({ task }: { task: ShownTask }) {
  const isPast = useMoment() !== null;
  const editing = useChecklist(task);
  const { checklist } = task;
  if (isPast && checklist.length === 0) return null;
  const done = checklist.filter((item) => item.done).length;
  return (
    <Section
      title="Checklist"
      action={
        checklist.length > 0 && (
          <span className="text-meta text-faint tabular-nums">
            {done} of {checklist.length}
          </span>
        )
      }
    >
      <ul className="space-y-0.5">
        {editing.shown.map((shown, at) => (
          <ChecklistItem
            key={shown.item.id}
            taskId={task.id}
            shown={shown}
            editing={editing}
            isPast={isPast}
            ends={[at === 0, at === editing.shown.length - 1]}
          />
        ))}
      </ul>
      {!isPast && <NewItem onAdd={editing.add} />}
    </Section>
  );
}

function NewItem({ onAdd }: { onAdd: (text: string) => Promise<boolean> }) {
  const [typed, setTyped] = useState('');
  const tooLong = lengthProblem('A step', typed.trim(), 500);
  const add = async (): Promise<void> => {
    const text = typed.trim();
    if (tooLong) return;
    setTyped('');
    // What was refused is there to be tried again, unless the person has begun with another one.
    if (text && !(await onAdd(text))) setTyped((now) => now || text);
  };
  return (
    <>
      <input
        aria-label="Add a step"
        placeholder="Add a step…"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={() => void add()}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) void add();
          if (event.key !== 'Escape' || !typed) return;
          event.stopPropagation();
          setTyped('');
        }}
        className="mt-1 h-7 w-full rounded-card border border-transparent bg-transparent px-1.5 placeholder:text-faint hover:border-line-strong"
      />
      {tooLong && <InlineError>{tooLong}</InlineError>}
    </>
  );
}
