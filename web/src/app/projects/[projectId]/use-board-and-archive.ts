'use client';

import { useMemo } from 'react';
import { useShownArchive } from '@/lib/board/board-context.tsx';
import type { ShownBoard } from '@/lib/board/intents.ts';

interface BoardAndArchive {
  /** Whose cards are shown: the board's, or the archived ones instead; undefined while these are on their way. */
  cards: ShownBoard | null | undefined;
  /** Where the open task is found, on the board or in the archive; null while it is looked for. */
  around: ShownBoard | null;
  error: Error | null;
  retry: () => void;
}

interface Wanted {
  /** The archived cards are shown instead of the board's. */
  archived: boolean;
  taskId: string | null;
  isPast: boolean;
}

/** A board, and its archive where that is shown or may have the open task. The past has none. */
export function useBoardAndArchive(
  board: ShownBoard | null | undefined,
  { archived, taskId, isPast }: Wanted,
): BoardAndArchive {
  const isElsewhere = taskId !== null && !board?.tasks.some((task) => task.id === taskId);
  const archive = useShownArchive(board, !isPast && (archived || isElsewhere));
  const { tasks } = archive;
  const cards = useMemo(
    () => (archived && !isPast && board ? tasks && { ...board, tasks: [...tasks] } : board),
    [archived, isPast, board, tasks],
  );
  const around = useMemo(() => {
    if (!board || isPast || !isElsewhere) return board ?? null;
    return tasks || archive.error ? { ...board, tasks: [...board.tasks, ...(tasks ?? [])] } : null;
  }, [board, isPast, isElsewhere, tasks, archive.error]);
  return { cards, around, error: archived && !isPast ? archive.error : null, retry: archive.retry };
}
