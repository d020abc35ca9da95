'use client';

import { useQueryClient } from '@tanstack/react-query';
import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useArchive, useBoard, useLive } from '../live/live-context.tsx';
import { rememberPeople } from '../people.ts';
import { useStore } from '../store.ts';
import { BoardActions } from './board-actions.ts';
import { BoardUi, BoardUiContext } from './board-ui.ts';
import { showArchive, showBoard, type ShownBoard, type ShownTask } from './intents.ts';

const ActionsContext = createContext<BoardActions | null>(null);

/** Gives one project's board its actions. */
export function BoardProvider({ projectId, children }: { projectId: string; children: ReactNode }) {
  const client = useQueryClient();
  const { live, steps, presence } = useLive();
  const [actions] = useState(() => new BoardActions(projectId, client, live));
  const [ui] = useState(() => new BoardUi());
  useEffect(() => steps.follow(projectId), [steps, projectId]);
  useEffect(() => presence.follow(projectId), [presence, projectId]);
  return (
    <ActionsContext value={actions}>
      <BoardUiContext value={ui}>{children}</BoardUiContext>
    </ActionsContext>
  );
}

export function useBoardActions(): BoardActions {
  const actions = use(ActionsContext);
  if (!actions) throw new Error('useBoardActions needs a BoardProvider above it');
  return actions;
}

/** The board with what was asked for and is not confirmed yet. `board` is null once the project is deleted. */
export function useShownBoard(projectId: string): {
  board: ShownBoard | null | undefined;
  error: Error | null;
  retry: () => void;
} {
  const { data, error, refetch } = useBoard(projectId);
  const actions = useBoardActions();
  const intents = useStore(actions.intents);
  useEffect(() => {
    if (data) actions.settle(data);
  }, [data, actions]);
  const members = data?.project.members;
  useEffect(() => rememberPeople(members ?? []), [members]);
  const board = useMemo(() => data && showBoard(data, intents), [data, intents]);
  return { board, error: data === undefined ? error : null, retry: () => void refetch() };
}

/** The archived cards of a board, once they are wanted; undefined while they are on their way. */
export function useShownArchive(
  board: ShownBoard | null | undefined,
  wanted: boolean,
): { tasks: readonly ShownTask[] | undefined; error: Error | null; retry: () => void } {
  const { data, error, refetch } = useArchive(board?.project.id ?? '', wanted && board !== null && board !== undefined);
  const intents = useStore(useBoardActions().intents);
  const tasks = useMemo(
    () => (wanted && data && board ? showArchive(data, board, intents) : undefined),
    [wanted, data, board, intents],
  );
  return { tasks, error: data === undefined ? error : null, retry: () => void refetch() };
}
