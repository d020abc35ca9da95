'use client';

import type { ChecklistItemView } from '@podium/board';
import { X } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '@/components/icon-button.tsx';
import { tickItem } from '@/lib/api/task-requests.ts';
import { useBoardActions } from '@/lib/board/board-context.tsx';
import type { ShownTask } from '@/lib/board/intents.ts';
import { useMoment } from '@/lib/board/moment-context.ts';
import { cx } from '@/lib/ui/class-names.ts';
import { notifyRefusal } from '@/lib/ui/refusal.ts';
import { Section } from './section.tsx';

/** The steps of a task. Ticks of several people at once all count. */
export function Checklist({ task }: { task: ShownTask }) {
  const isPast = useMoment() !== null;
  const actions = useBoardActions();
  const [typed, setTyped] = useState('');
  const { checklist } = task;
  const told = (sending: Promise<void>): void => {
    void sending.catch((error: unknown) => notifyRefusal('The checklist was not changed', error));
  };
  const save = (items: ChecklistItemView[]): void => told(actions.edit(task.id, { checklist: items }));
  const tick = (item: ChecklistItemView): void => {
    const items = checklist.map((other) => (other === item ? { ...item, done: !item.done } : other));
    told(actions.change(task.id, { checklist: items }, () => tickItem(task, item.id, !item.done)));
  };
  const add = (): void => {
    if (typed.trim()) save([...checklist, { id: newItemId(), text: typed.trim(), done: false }]);
    setTyped('');
  };
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
        {checklist.map((item) => (
          <li key={item.id} className="group flex items-center gap-1">
            <label className="flex min-w-0 flex-1 items-start gap-2 py-0.5">
              <input
                type="checkbox"
                checked={item.done}
                disabled={isPast}
                onChange={() => tick(item)}
                className="mt-0.75 size-3.5 shrink-0 accent-accent-fill"
              />
              <span className={cx('break-words', item.done && 'text-faint line-through')}>{item.text}</span>
            </label>
            {!isPast && (
              <IconButton
                label={`Remove ${item.text}`}
                onClick={() => save(checklist.filter((other) => other !== item))}
                className="size-6 opacity-0 group-hover:opacity-100 focus-visible:opacity-100 pointer-coarse:opacity-100"
              >
                <X />
              </IconButton>
            )}
          </li>
        ))}
      </ul>
      {!isPast && (
        <input
          aria-label="Add a step"
          placeholder="Add a step…"
          value={typed}
          maxLength={500}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={add}
          onKeyDown={(event) => event.key === 'Enter' && add()}
          className="mt-1 h-7 w-full rounded-card border border-transparent bg-transparent px-1.5 placeholder:text-faint hover:border-line-strong"
        />
      )}
    </Section>
  );
}

/** `crypto.randomUUID` exists on secure origins only. */
function newItemId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
