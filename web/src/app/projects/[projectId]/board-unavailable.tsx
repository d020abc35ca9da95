'use client';

import { CalendarX, FolderX, ServerOff } from 'lucide-react';
import Link from 'next/link';
import { Button } from '@/components/button.tsx';
import { Notice } from '@/components/notice.tsx';
import { messageOf, ProblemError } from '@/lib/api/problem.ts';

interface BoardUnavailableProps {
  error: Error | null;
  onRetry: () => void;
  /** In the past: the way back. */
  onNow?: () => void;
}

/** In place of a board that is gone, or that can't be loaded. */
export function BoardUnavailable({ error, onRetry, onNow }: BoardUnavailableProps) {
  const gone = !error || (error instanceof ProblemError && error.problem.status === 404);
  if (onNow) return <NoSuchMoment error={error} onRetry={onRetry} onNow={onNow} />;
  return (
    <div role="alert">
      {gone ? (
        <Notice
          icon={<FolderX className="size-8" strokeWidth={1.5} />}
          heading="h1"
          title="There is no such project"
          detail="It was deleted, or the address is wrong."
        >
          <Link href="/" className="font-medium text-accent hover:underline">
            To your projects
          </Link>
        </Notice>
      ) : (
        <Notice
          icon={<ServerOff className="size-8" strokeWidth={1.5} />}
          heading="h1"
          title="The board can’t be loaded"
          detail={messageOf(error)}
        >
          <Button onClick={onRetry}>Try again</Button>
        </Notice>
      )}
    </div>
  );
}

function NoSuchMoment({ error, onRetry, onNow }: Required<BoardUnavailableProps>) {
  const refused = error instanceof ProblemError && [404, 422].includes(error.problem.status);
  return (
    <div role="alert">
      <Notice
        icon={<CalendarX className="size-8" strokeWidth={1.5} />}
        title={refused ? 'There is no such moment' : 'That moment can’t be loaded'}
        detail={messageOf(error)}
      >
        {!refused && <Button onClick={onRetry}>Try again</Button>}
        <Button tone="primary" onClick={onNow}>
          Back to now
        </Button>
      </Notice>
    </div>
  );
}
