import { taskPriorityNames, taskStatusNames, type SessionView, type TaskStatusName } from '@podium/board';
import { announce } from '../ui/announcer.ts';
import type { Command } from '../ui/commands.ts';
import { stopVerb } from '../ui/session-words.ts';
import type { BoardActions } from './board-actions.ts';
import type { BoardUi } from './board-ui.ts';
import type { ShownTask } from './intents.ts';
import { moveTargets, statusLabels } from './statuses.ts';

interface Around {
  actions: BoardActions;
  ui: BoardUi;
  /** The session that works on it now. */
  session: SessionView | undefined;
  open: (taskId: string) => void;
  /** Whether cards stand in columns, where keys move them; archived ones don't. */
  inColumns: boolean;
}

/** What can be done with the focused or opened card. */
export function taskCommands(task: ShownTask, { actions, ui, session, open, inColumns }: Around): Command[] {
  const section = `“${task.title}”`;
  const command = (id: string, title: string, run: () => void, keys?: string[]): Command => ({
    id: `task ${id}`,
    title,
    section,
    ...(keys ? { keys } : {}),
    run,
  });
  const busy = task.active_session_id !== null;
  const onBoard = !task.archived_at;
  return [
    command('open', 'Open', () => open(task.id), ['Enter']),
    ...(task.status === 'TODO' && !busy && onBoard
      ? [command('execute', 'Execute', () => void actions.execute(task), ['E'])]
      : []),
    ...(session?.status === 'waiting' ? [command('answer', 'Answer', () => open(task.id), ['A'])] : []),
    ...(session?.status === 'queued'
      ? [command('next', 'Run next', () => void actions.steer(session.id, 'run-next'))]
      : []),
    ...(busy ? [command('stop', stopVerb(session), () => void actions.stop(task), ['S'])] : []),
    ...moveTargets(task).map((status) =>
      command(
        status,
        `Move to ${statusLabels[status]}`,
        () => void actions.move(task, status),
        inColumns ? stepKeys(task, status) : undefined,
      ),
    ),
    ...taskPriorityNames
      .filter((priority) => priority !== task.priority)
      .map((priority) =>
        command(priority, `Priority: ${priority.toLowerCase()}`, () => actions.setPriority(task, priority)),
      ),
    command('select', ui.selected.get().has(task.id) ? 'Unselect' : 'Select', () => ui.toggle(task.id), ['X']),
    command('link', 'Copy the link', () => void copyLink(task)),
    command('duplicate', 'Duplicate', () => void actions.duplicate(task)),
    ...(onBoard ? [] : [command('unarchive', 'Bring back', () => void actions.unarchive(task))]),
    ...(busy || !onBoard ? [] : [command('archive', 'Archive', () => void actions.archive(task))]),
    ...(busy ? [] : [command('delete', 'Delete', () => void actions.delete(task), ['Delete'])]),
  ];
}

/** What can be done with all selected cards at once; nothing while none is selected. */
export function selectionCommands(
  tasks: readonly ShownTask[],
  { actions, ui }: Pick<Around, 'actions' | 'ui'>,
): Command[] {
  if (tasks.length === 0) return [];
  const section = `${tasks.length} selected`;
  const command = (title: string, action: Parameters<BoardActions['actOnMany']>[1]): Command => ({
    id: `selected ${title}`,
    title,
    section,
    run: () => {
      ui.clear();
      void actions.actOnMany(tasks, action);
    },
  });
  const targets = taskStatusNames.filter((status) => tasks.every((task) => moveTargets(task).includes(status)));
  const archived = tasks.every((task) => task.archived_at);
  return [
    ...targets.map((status) => command(`Move to ${statusLabels[status]}`, { action: 'move', status })),
    ...taskPriorityNames.map((priority) =>
      command(`Priority: ${priority.toLowerCase()}`, { action: 'priority', priority }),
    ),
    archived ? command('Bring back', { action: 'unarchive' }) : command('Archive', { action: 'archive' }),
    command('Delete', { action: 'delete' }),
  ];
}

/** The keys that go to the nearest column on either side. */
function stepKeys(task: ShownTask, to: TaskStatusName): string[] | undefined {
  const place = (status: TaskStatusName): number => taskStatusNames.indexOf(status);
  const isRight = place(to) > place(task.status);
  const sameSide = moveTargets(task).filter((status) => place(status) > place(task.status) === isRight);
  const nearest = isRight ? sameSide[0] : sameSide.at(-1);
  return nearest === to ? ['Shift', isRight ? 'ArrowRight' : 'ArrowLeft'] : undefined;
}

async function copyLink(task: ShownTask): Promise<void> {
  await navigator.clipboard.writeText(`${window.location.origin}/projects/${task.project_id}/tasks/${task.id}`);
  announce('The link is copied');
}
