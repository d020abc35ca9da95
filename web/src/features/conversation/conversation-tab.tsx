'use client';

import { isActive, type SessionView } from '@podium/board';
import { MessagesSquare } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Button } from '@/components/button.tsx';
import { InlineError, Notice } from '@/components/notice.tsx';
import { messageOf } from '@/lib/api/problem.ts';
import type { ShownTask } from '@/lib/board/intents.ts';
import { useFollowEnd } from '@/lib/ui/use-follow-end.ts';
import { useSessions } from '@/lib/sessions/use-sessions.ts';
import { EarlierSession } from './earlier-session.tsx';
import { SessionTalk } from './session-talk.tsx';

interface ConversationTabProps {
  task: ShownTask;
  /** What the board says; newer than a fetched page, or older in the past. */
  shownSessions: readonly SessionView[];
}

/** Everything that people and agents said to each other about a task, oldest first. */
export function ConversationTab({ task, shownSessions }: ConversationTabProps) {
  const { sessions: newestFirst, query } = useSessions(task, shownSessions);
  const sessions = useMemo(() => newestFirst.toReversed(), [newestFirst]);
  const [grown, setGrown] = useState(0);
  const { scroller, content, following, onScroll, goToEnd } = useFollowEnd(grown);
  const newest = sessions.at(-1);

  if (!newest && !query.isPending) {
    return (
      <Notice
        icon={<MessagesSquare className="size-7" strokeWidth={1.5} />}
        title="Nothing said yet"
        detail="Execute the task, or write to the agent below. What you say to each other is kept here."
      />
    );
  }
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <div
        ref={scroller}
        role="log"
        aria-label="Conversation"
        aria-live="off"
        tabIndex={0}
        onScroll={onScroll}
        className="min-h-0 flex-1 overflow-y-auto focus-visible:-outline-offset-2"
      >
        <div ref={content} className="mx-auto max-w-3xl space-y-5 p-4">
          {query.error && <InlineError>{messageOf(query.error)}</InlineError>}
          {query.hasNextPage && (
            <Button size="small" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              {query.isFetchingNextPage ? 'Loading…' : 'Show older'}
            </Button>
          )}
          {sessions.map((session) =>
            session === newest || isActive(session) ? (
              <SessionTalk key={session.id} task={task} session={session} onGrown={setGrown} />
            ) : (
              <EarlierSession key={session.id} task={task} session={session} />
            ),
          )}
        </div>
      </div>
      {!following && (
        <button
          type="button"
          onClick={goToEnd}
          className="absolute bottom-3 left-1/2 -translate-x-1/2 rounded-full border border-line-strong bg-raised px-3 py-1 text-meta font-medium shadow-dialog hover:bg-hover"
        >
          To the end ↓
        </button>
      )}
    </div>
  );
}
