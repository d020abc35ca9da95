'use client';

import type { PastBoardView } from '@podium/board';
import { replaceEqualDeep, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { pastBoardQuery } from '@/lib/live/queries.ts';

export interface Frame {
  /** The position that was asked for; the board's own is that of the project's last fact until then. */
  position: number;
  /** As it was answered. */
  answer: PastBoardView;
  /** The same, sharing with the frame before what did not change, so that only changed cards are drawn anew. */
  board: PastBoardView;
}

interface PastBoardResult {
  /** The newest frame that is there; of another moment while the wanted one is on its way. */
  frame: Frame | undefined;
  error: Error | null;
  retry: () => void;
}

/**
 * The board at a position. While the position moves faster than answers come, one question at a time is under way, and
 * the next is for where the position is by then; the frame before stays. `upcoming` are fetched ahead.
 */
export function usePastBoard(projectId: string, position: number | null, upcoming: readonly number[]): PastBoardResult {
  const client = useQueryClient();
  const [asked, setAsked] = useState(position);
  const [frame, setFrame] = useState<Frame | null>(null);
  const { data, error, isFetching, refetch } = useQuery({
    ...pastBoardQuery(projectId, asked ?? 0),
    enabled: asked !== null,
    retry: false,
  });
  const isThere = (wanted: number): boolean =>
    client.getQueryData(pastBoardQuery(projectId, wanted).queryKey) !== undefined;

  if (asked !== position && (position === null || !isFetching || isThere(position))) setAsked(position);
  if (position === null && frame) setFrame(null);
  if (position !== null && asked !== null && data && frame?.answer !== data)
    setFrame({ position: asked, answer: data, board: replaceEqualDeep(frame?.board, data) });

  const ahead = upcoming.join();
  useEffect(() => {
    if (isFetching || asked === null) return;
    for (const next of ahead.split(',').filter(Boolean))
      void client.prefetchQuery({ ...pastBoardQuery(projectId, Number(next)), retry: false });
  }, [client, projectId, asked, isFetching, ahead]);

  return {
    frame: position === null ? undefined : (frame ?? undefined),
    error: position !== null && asked === position ? error : null,
    retry: () => void refetch(),
  };
}
