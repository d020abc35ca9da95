'use client';

import type { MomentView } from '@podium/board';
import { useMemo, useState } from 'react';
import type { TimeTravel } from '@/features/timeline/use-time-travel.ts';
import { useShownBoard } from '@/lib/board/board-context.tsx';
import { showBoard, type ShownBoard } from '@/lib/board/intents.ts';

interface BoardInTime {
  board: ShownBoard | null | undefined;
  /** Null in the present. */
  moment: MomentView | null;
  error: Error | null;
  retry: () => void;
}

/** The board as it is, or as it was where time travel stands. The live one goes on underneath. */
export function useBoardInTime(projectId: string, { playback, stop, past }: TimeTravel): BoardInTime {
  const shown = useShownBoard(projectId);
  const { position } = playback;
  const frame = past.frame?.board;
  const board = useMemo(() => frame && showBoard(frame, []), [frame]);
  const [startedNow, setStartedNow] = useState(position === null);
  if (position === null) {
    if (!startedNow) setStartedNow(true);
    return { ...shown, moment: null };
  }
  // The change that led to a stop is known before its board is there.
  const time = past.frame?.position === position ? frame?.at.time : stop?.time;
  return {
    // What was shown stays until the first frame is there; a page that was opened in the past never shows the present.
    board: past.error ? undefined : (board ?? (startedNow ? shown.board : undefined)),
    moment: { position, time: time ?? frame?.at.time ?? new Date().toISOString() },
    error: past.error,
    retry: past.retry,
  };
}
