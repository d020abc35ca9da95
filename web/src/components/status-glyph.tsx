import type { SessionStatusName, TaskStatusName } from '@podium/board';
import type { ReactNode } from 'react';
import { cx } from '@/lib/ui/class-names.ts';

const statusColours: Record<TaskStatusName, string> = {
  TODO: 'text-todo',
  PLANNING: 'text-planning',
  PLANNING_REVIEW: 'text-planning',
  IN_PROGRESS: 'text-progress',
  AI_REVIEW: 'text-ai-review',
  HUMAN_REVIEW: 'text-human-review',
  DONE: 'text-done',
};

const ring = <circle cx="7" cy="7" r="5.25" fill="none" stroke="currentColor" strokeWidth="1.5" />;
const diamond = 'M7 1.2 12.8 7 7 12.8 1.2 7Z';

const statusShapes: Record<TaskStatusName, ReactNode> = {
  TODO: ring,
  PLANNING: <path d={diamond} fill="none" stroke="currentColor" strokeWidth="1.5" />,
  PLANNING_REVIEW: (
    <>
      <path d={diamond} fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M7 4.2 9.8 7 7 9.8 4.2 7Z" fill="currentColor" />
    </>
  ),
  IN_PROGRESS: (
    <>
      {ring}
      <path d="M7 3.5a3.5 3.5 0 0 0 0 7Z" fill="currentColor" />
    </>
  ),
  AI_REVIEW: (
    <>
      {ring}
      <path d="M7 3.5a3.5 3.5 0 0 1 0 7Z" fill="currentColor" />
    </>
  ),
  HUMAN_REVIEW: (
    <>
      {ring}
      <circle cx="7" cy="7" r="2.5" fill="currentColor" />
    </>
  ),
  DONE: (
    <>
      <circle cx="7" cy="7" r="6" fill="currentColor" />
      <path
        d="m4.2 7.2 2 2 3.6-4"
        fill="none"
        stroke="var(--surface)"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </>
  ),
};

/** A column's status by hue and shape. */
export function StatusGlyph({ status, className }: { status: TaskStatusName; className?: string }) {
  return (
    <svg viewBox="0 0 14 14" aria-hidden="true" className={cx('size-3.5 shrink-0', statusColours[status], className)}>
      {statusShapes[status]}
    </svg>
  );
}

/** That something waits for a person. Drawn, because fonts disagree on how wide its letters are. */
export function WaitingGlyph({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 14 14" aria-hidden="true" className={cx('size-3 shrink-0', className)}>
      <path d="M3.5 2.5v9M10.5 2.5v9" stroke="currentColor" strokeWidth="3.4" />
    </svg>
  );
}

const sessionGlyphs: Record<SessionStatusName, { sign: ReactNode; colour: string }> = {
  queued: { sign: '⋯', colour: 'text-todo' },
  pending: { sign: '⋯', colour: 'text-todo' },
  running: { sign: '●', colour: 'text-progress' },
  waiting: { sign: <WaitingGlyph className="mx-auto" />, colour: 'text-waiting' },
  retrying: { sign: '↻', colour: 'text-ai-review' },
  stopping: { sign: '■', colour: 'text-muted' },
  completed: { sign: '✓', colour: 'text-done' },
  failed: { sign: '✕', colour: 'text-failed' },
  cancelled: { sign: '■', colour: 'text-muted' },
};

/** A session's status as a sign and a word. */
export function SessionBadge({ status }: { status: SessionStatusName }) {
  const { sign, colour } = sessionGlyphs[status];
  return (
    <span className={cx('inline-flex items-center gap-1.5 font-medium', colour)}>
      <span aria-hidden="true" className="inline-block min-w-3 text-center text-[11px] leading-none">
        {sign}
      </span>
      {status}
    </span>
  );
}
