import type { TimelineMarkKind } from '@podium/board';
import type { ReactNode } from 'react';
import { cx } from '@/lib/ui/class-names.ts';

const colours: Record<TimelineMarkKind, string> = {
  created: 'text-todo',
  execution_started: 'text-progress',
  completed: 'text-done',
  failed: 'text-failed',
  stopped: 'text-muted',
  moved: 'text-human-review',
  gate: 'text-waiting',
  archived: 'text-muted',
  deleted: 'text-muted',
  pod: 'text-faint',
};

const line = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.8, strokeLinecap: 'round' } as const;

const shapes: Record<TimelineMarkKind, ReactNode> = {
  created: <circle cx="5" cy="5" r="2.6" {...line} strokeWidth={1.4} />,
  execution_started: <path d="M2.5 1.2 8.8 5 2.5 8.8Z" fill="currentColor" />,
  completed: <path d="m1.5 5.4 2.4 2.4 4.6-5.4" {...line} strokeLinejoin="round" />,
  failed: <path d="m2 2 6 6M8 2 2 8" {...line} />,
  stopped: <rect x="2" y="2" width="6" height="6" rx="1" fill="currentColor" />,
  moved: <path d="M1.2 5h7.2M5.6 2.2 8.6 5 5.6 7.8" {...line} strokeWidth={1.5} strokeLinejoin="round" />,
  gate: <path d="M3.2 3.6a1.8 1.8 0 1 1 2.6 1.6c-.6.3-.8.6-.8 1.2M5 8.6v.1" {...line} strokeWidth={1.4} />,
  archived: <path d="M1.4 3.2h7.2v5H1.4zM4 5.4h2" {...line} strokeWidth={1.3} strokeLinejoin="round" />,
  deleted: <path d="M2 5h6" {...line} />,
  pod: <circle cx="5" cy="5" r="1.5" fill="currentColor" />,
};

/** What happened, by hue and shape. */
export function MarkGlyph({ kind, className }: { kind: TimelineMarkKind; className?: string }) {
  return (
    <svg viewBox="0 0 10 10" aria-hidden="true" className={cx('size-2.5 shrink-0', colours[kind], className)}>
      {shapes[kind]}
    </svg>
  );
}
