'use client';

import { useRouter } from 'next/navigation';
import type { TimeTravel } from '@/features/timeline/use-time-travel.ts';
import { useBoardActions } from '@/lib/board/board-context.tsx';
import { everything, parseBoardQuery, type BoardQuery } from '@/lib/board/board-query.ts';
import { useBoardUi } from '@/lib/board/board-ui.ts';
import type { ShownBoard } from '@/lib/board/intents.ts';
import { statusLabels } from '@/lib/board/statuses.ts';
import { selectionCommands, taskCommands } from '@/lib/board/task-commands.ts';
import { announce } from '@/lib/ui/announcer.ts';
import { useCommands, type Command } from '@/lib/ui/commands.ts';
import { useShortcuts } from '@/lib/ui/use-shortcuts.ts';

interface BoardCommands {
  board: ShownBoard | null | undefined;
  query: BoardQuery;
  onLook: (change: Partial<BoardQuery>) => void;
  taskId: string | null;
  openTask: (taskId: string) => void;
  closeTask: () => void;
  create: () => void;
  travel: TimeTravel;
}

/** The board's keys, and what it offers in the command palette. */
export function useBoardCommands(commands: BoardCommands): void {
  const { board, query, onLook, taskId, openTask, closeTask, create, travel } = commands;
  const actions = useBoardActions();
  const router = useRouter();
  const ui = useBoardUi();
  const isPast = travel.playback.position !== null;
  const back = (): void => {
    // That puts it back, and nothing else.
    if (ui.held.get()) return;
    if (ui.selected.get().size > 0) {
      ui.clear();
      announce('Nothing is selected');
    } else if (isPast) travel.go({ kind: 'now' });
    else if (taskId) closeTask();
  };
  useShortcuts({
    c: (event) => {
      event.preventDefault();
      create();
    },
    t: travel.toggleOpen,
    v: () => onLook({ layout: query.layout === 'board' ? 'list' : 'board' }),
    Escape: back,
  });
  useCommands((): Command[] => {
    if (!board) return [];
    const { project } = board;
    const focused = board.tasks.find((task) => task.id === (taskId ?? ui.focusedId.get()));
    const session = board.sessions.find(({ id }) => id === focused?.active_session_id);
    const inColumns = !query.archived;
    const selected = board.tasks.filter((task) => ui.selected.get().has(task.id));
    const look = (id: string, title: string, change: Partial<BoardQuery>, keys?: string[]): Command => ({
      id: `look ${id}`,
      title,
      section: 'View',
      ...(keys ? { keys } : {}),
      run: () => onLook(change),
    });
    return [
      ...(isPast ? [] : selectionCommands(selected, { actions, ui })),
      ...(focused && !isPast ? taskCommands(focused, { actions, ui, session, open: openTask, inColumns }) : []),
      { id: 'create', title: 'New task', section: 'Board', keywords: 'create add card', keys: ['C'], run: create },
      {
        id: 'queue',
        title: project.queue_paused ? 'Resume the queue' : 'Pause the queue',
        section: 'Board',
        keywords: 'stop hold agents sessions',
        run: () => void actions.setQueuePaused(!project.queue_paused),
      },
      {
        id: 'timeline',
        title: 'Timeline',
        section: 'Board',
        keywords: 'history past time travel',
        keys: ['T'],
        run: travel.toggleOpen,
      },
      {
        id: 'settings',
        title: 'Project settings',
        section: 'Board',
        keywords: 'limits budget templates rename',
        run: () => router.push(`/projects/${project.id}/settings`),
      },
      look('list', 'Show as a list', { layout: 'list' }, ['V']),
      look('board', 'Show as a board', { layout: 'board' }, ['V']),
      look('waits', 'Only what waits for me', { waitsForMe: true }),
      look('failed', 'Only what failed', { hasFailure: true }),
      look('archived', 'Archived cards', { ...everything, layout: query.layout, archived: true }),
      look('everything', 'Show everything', { ...everything, layout: query.layout }),
      ...project.saved_views.map((view) =>
        look(view.id, `View: ${view.name}`, parseBoardQuery(new URLSearchParams(view.query))),
      ),
      ...board.tasks.map((task) => ({
        id: `open ${task.id}`,
        title: task.title,
        section: 'Tasks',
        keywords: `${statusLabels[task.status]} ${task.labels.join(' ')}`,
        run: () => openTask(task.id),
      })),
    ];
  });
}
