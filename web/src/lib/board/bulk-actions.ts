import type { TaskView } from '@podium/board';
import { actOnTasks, type BulkAction, type BulkResult } from '../api/bulk-requests.ts';
import { takeBack } from '../api/requests.ts';
import type { UndoStep } from '../api/types.ts';
import { announce } from '../ui/announcer.ts';
import { notifyRefusal } from '../ui/refusal.ts';
import { notify } from '../ui/toasts.ts';
import { undoable } from '../ui/undo.ts';
import type { IntentChange } from './intents.ts';
import type { PendingWrites } from './pending-writes.ts';
import { statusLabels } from './statuses.ts';

/** Takes one action on many cards: shown at once, undone as one. Those that refuse are told, with why. */
export async function actOnMany(
  projectId: string,
  writes: PendingWrites,
  tasks: readonly TaskView[],
  action: BulkAction,
): Promise<void> {
  const ids = tasks.map((task) => task.id);
  const send = async () => {
    const { results, position } = await actOnTasks(projectId, ids, action);
    return { value: { results, position }, position };
  };
  try {
    announce(`${bulkWords(action)} ${counted(tasks.length)}`);
    const change = shownChange(ids, action);
    const { value } = change ? await writes.run(change, send) : await send();
    writes.raiseFloor(value.position);
    tellResults(projectId, writes, value.results, action);
  } catch (error) {
    notifyRefusal(`${counted(tasks.length)}: nothing was changed`, error);
  }
}

function tellResults(
  projectId: string,
  writes: PendingWrites,
  results: readonly BulkResult[],
  action: BulkAction,
): void {
  const refused = results.filter(({ status }) => status === 'refused');
  const done = results.filter(({ status }) => status === 'done');
  if (refused.length > 0) {
    const detail = [...new Set(refused.map(({ problem }) => problem?.detail ?? ''))].filter(Boolean).join(' ');
    notify({ tone: 'error', title: `${counted(refused.length)} stayed as before`, detail });
  }
  if (done.length === 0) return;
  const title = `${bulkWords(action)} ${counted(done.length)}`;
  undoable({ title, undo: () => undoMany(projectId, writes, done, action) });
}

const inverses: Partial<Record<BulkAction['action'], 'archive' | 'unarchive' | 'restore'>> = {
  archive: 'unarchive',
  unarchive: 'archive',
  delete: 'restore',
};

/** Where one action takes another one back, by that; else step by step, the last one first. */
async function undoMany(
  projectId: string,
  writes: PendingWrites,
  done: readonly BulkResult[],
  { action }: BulkAction,
): Promise<void> {
  const inverse = inverses[action];
  if (inverse) {
    const ids = done.map(({ task_id }) => task_id);
    writes.raiseFloor((await actOnTasks(projectId, ids, { action: inverse })).position);
    return;
  }
  const steps = done.flatMap(({ undo }): UndoStep[] => (undo ? [undo] : [])).reverse();
  for (const step of steps) writes.raiseFloor((await takeBack(step)).position);
}

function shownChange(taskIds: readonly string[], action: BulkAction): IntentChange | null {
  switch (action.action) {
    case 'move':
      return {
        kind: 'move',
        taskIds,
        status: action.status,
        ...(action.after_id === undefined ? {} : { place: { afterId: action.after_id } }),
      };
    case 'archive':
    case 'unarchive':
    case 'delete':
      return { kind: 'remove', taskIds };
    default:
      return null;
  }
}

/** In the past tense. */
function bulkWords(action: BulkAction): string {
  switch (action.action) {
    case 'move':
      return `Moved to ${statusLabels[action.status]}:`;
    case 'archive':
      return 'Archived';
    case 'unarchive':
      return 'Brought back';
    case 'delete':
      return 'Deleted';
    case 'restore':
      return 'Restored';
    case 'label':
      return 'Labelled';
    case 'priority':
      return 'Changed the priority of';
  }
}

function counted(count: number): string {
  return count === 1 ? '1 card' : `${count} cards`;
}
