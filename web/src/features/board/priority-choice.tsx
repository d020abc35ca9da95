'use client';

import { taskPriorityNames, type TaskPriorityName } from '@podium/board';
import { PriorityGlyph, priorityLabels } from '@/components/priority-glyph.tsx';
import { cx } from '@/lib/ui/class-names.ts';

export function PriorityChoice({
  value,
  onChange,
}: {
  value: TaskPriorityName;
  onChange: (priority: TaskPriorityName) => void;
}) {
  return (
    <fieldset>
      <legend className="mb-1 font-medium">Priority</legend>
      <div className="flex flex-wrap gap-1.5">
        {taskPriorityNames.map((priority) => (
          <label
            key={priority}
            className={cx(
              'flex h-7 cursor-pointer items-center gap-1.5 rounded-card border px-2.5 max-sm:px-2 has-focus-visible:outline-2 has-focus-visible:outline-accent',
              value === priority
                ? 'border-accent bg-accent-soft text-text'
                : 'border-line text-muted hover:border-line-strong',
            )}
          >
            <input
              type="radio"
              name="priority"
              checked={value === priority}
              onChange={() => onChange(priority)}
              className="sr-only"
            />
            <PriorityGlyph priority={priority} labelled={false} /> {priorityLabels[priority]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
