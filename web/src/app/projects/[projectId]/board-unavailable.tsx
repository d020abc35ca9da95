'use client';

import { FolderX, ServerOff } from 'lucide-react';
import Link from 'next/link';
import { Button } from '@/components/button.tsx';
import { Notice } from '@/components/notice.tsx';
import { messageOf, ProblemError } from '@/lib/api/problem.ts';

/** In place of a board that is gone, or that can't be loaded. */
export function BoardUnavailable({ error, onRetry }: { error: Error | null; onRetry: () => void }) {
  const gone = !error || (error instanceof ProblemError && error.problem.status === 404);
  return (
    <div role="alert">
      {gone ? (
        <Notice
          icon={<FolderX className="size-8" strokeWidth={1.5} />}
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
          title="The board can’t be loaded"
          detail={messageOf(error)}
        >
          <Button onClick={onRetry}>Try again</Button>
        </Notice>
      )}
    </div>
  );
}
