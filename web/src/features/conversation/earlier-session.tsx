'use client';

import type { SessionView } from '@podium/board';
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { SessionBadge } from '@/components/status-glyph.tsx';
import { Ago } from '@/components/times.tsx';
import type { ShownTask } from '@/lib/board/intents.ts';
import { cx } from '@/lib/ui/class-names.ts';
import { SessionTalk } from './session-talk.tsx';

/** A session of before: one line, until it is opened. */
export function EarlierSession({ task, session }: { task: ShownTask; session: SessionView }) {
  const [open, setOpen] = useState(false);
  return (
    <section aria-label={`Session ${session.id.slice(0, 8)}`}>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="flex w-full items-center gap-2 rounded-card border border-line px-2.5 py-1.5 text-left text-meta hover:bg-hover"
      >
        <ChevronRight
          aria-hidden="true"
          className={cx('size-3.5 shrink-0 text-faint transition-transform duration-100', open && 'rotate-90')}
        />
        <SessionBadge status={session.status} />
        <span className="min-w-0 flex-1 truncate text-muted">
          {session.preview ?? session.prompt.split('\n', 1)[0]}
        </span>
        <Ago time={session.queued_at} className="shrink-0 text-faint" />
      </button>
      {open && (
        <div className="mt-4">
          <SessionTalk task={task} session={session} />
        </div>
      )}
    </section>
  );
}
