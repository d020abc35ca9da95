import type { TaskPriorityName } from '@podium/board';
import { cx } from '@/lib/ui/class-names.ts';

export const priorityLabels: Record<TaskPriorityName, string> = {
  LOW: 'Low',
  MEDIUM: 'Medium',
  HIGH: 'High',
  URGENT: 'Urgent',
};

const filledBars: Record<TaskPriorityName, number> = { LOW: 1, MEDIUM: 2, HIGH: 3, URGENT: 3 };

/** Urgency as rising bars; urgent is a sign of its own. */
export function PriorityGlyph({ priority, labelled = true }: { priority: TaskPriorityName; labelled?: boolean }) {
  const label = `${priorityLabels[priority]} priority`;
  const role = labelled ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true };
  if (priority === 'URGENT') {
    return (
      <svg viewBox="0 0 14 14" className="size-3.5 shrink-0 text-human-review" {...role}>
        <rect x="1" y="1" width="12" height="12" rx="3" fill="currentColor" />
        <path d="M7 3.6v4.2M7 10.3v.1" stroke="var(--surface)" strokeWidth="1.7" strokeLinecap="round" />
      </svg>
    );
  }
  return (
    <svg viewBox="0 0 14 14" className="size-3.5 shrink-0 text-muted" {...role}>
      {[0, 1, 2].map((bar) => (
        <rect
          key={bar}
          x={1.5 + bar * 4}
          y={8.5 - bar * 3}
          width="3"
          height={4 + bar * 3}
          rx="1"
          fill="currentColor"
          className={cx(bar >= filledBars[priority] && 'opacity-30')}
        />
      ))}
    </svg>
  );
}
