'use client';

import { isActive, type SessionView } from '@podium/board';
import { GitCompare } from 'lucide-react';
import { useRef, type KeyboardEvent } from 'react';
import { Button } from '@/components/button.tsx';
import { InlineError, Notice } from '@/components/notice.tsx';
import { messageOf } from '@/lib/api/problem.ts';
import type { ShownTask } from '@/lib/board/intents.ts';
import { useMoment } from '@/lib/board/moment-context.ts';
import { useSessions } from '@/lib/sessions/use-sessions.ts';
import { SessionChangesView } from './session-changes.tsx';

interface ChangesTabProps {
  task: ShownTask;
  /** What the board says of the task's sessions. */
  shownSessions: readonly SessionView[];
}

/** What agents changed for a task, session by session and prompt by prompt, newest first. ↑ and ↓ go from file to file. */
export function ChangesTab({ task, shownSessions }: ChangesTabProps) {
  const isPast = useMoment() !== null;
  const { sessions, query } = useSessions(task, shownSessions);
  const list = useRef<HTMLDivElement>(null);
  const press = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const files = [...(list.current?.querySelectorAll<HTMLElement>('[data-file]') ?? [])];
    const at = files.findIndex((file) => file === document.activeElement);
    if (by === 0 || at === -1) return;
    event.preventDefault();
    event.stopPropagation();
    files[at + by]?.focus();
  };
  if (sessions.length === 0 && query.isPending) return <p className="p-4 text-muted">Loading…</p>;
  if (sessions.length === 0 && !query.error) {
    return (
      <Notice
        icon={<GitCompare className="size-7" strokeWidth={1.5} />}
        title={isPast ? 'No changes by then' : 'No changes yet'}
        detail={
          isPast
            ? 'No agent had worked on this task by that moment.'
            : 'Execute the task. Every file that the agent changes is listed here, with its lines, once it has answered.'
        }
      />
    );
  }
  return (
    <div ref={list} onKeyDown={press} className="min-h-0 flex-1 overflow-y-auto" data-testid="changes">
      <div className="mx-auto max-w-4xl space-y-5 p-4">
        {query.error && (
          <div className="space-y-2">
            <InlineError>{messageOf(query.error)}</InlineError>
            <Button size="small" onClick={() => void query.refetch()}>
              Try again
            </Button>
          </div>
        )}
        {sessions.map((session, index) => (
          <SessionChangesView key={session.id} session={session} openAtFirst={index === 0 || isActive(session)} />
        ))}
        {query.hasNextPage && (
          <Button size="small" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {query.isFetchingNextPage ? 'Loading…' : 'Show older'}
          </Button>
        )}
      </div>
    </div>
  );
}
