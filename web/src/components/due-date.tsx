'use client';

import { CalendarDays } from 'lucide-react';
import { dueText, dueUrgency, type DueUrgency } from '@/lib/ui/due.ts';
import { cx } from '@/lib/ui/class-names.ts';
import { useNow } from '@/lib/ui/use-now.ts';

const colours: Record<DueUrgency, string | undefined> = {
  later: undefined,
  soon: 'text-ai-review',
  over: 'text-failed',
};

/** Until when; louder the nearer it is, quiet again once it is done. */
export function DueDate({ day, done }: { day: string; done: boolean }) {
  const nowMs = useNow('halfMinute');
  const urgency = done ? 'later' : dueUrgency(day, nowMs);
  return (
    <span
      title={`Due ${day}${urgency === 'over' ? ', overdue' : ''}`}
      suppressHydrationWarning
      className={cx('inline-flex shrink-0 items-center gap-1', colours[urgency])}
    >
      <CalendarDays aria-hidden="true" className="size-3" />
      <span className="sr-only">{urgency === 'over' ? 'Overdue: ' : 'Due '}</span>
      {dueText(day, nowMs)}
    </span>
  );
}
