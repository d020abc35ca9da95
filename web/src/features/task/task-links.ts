import type { TaskView } from '@podium/board';

type Linked = Pick<TaskView, 'id' | 'title' | 'depends_on' | 'archived_at'>;

const shownChoices = 7;

/** The tasks that wait for a task. */
export function holdsUp<T extends Linked>(taskId: string, tasks: readonly T[]): T[] {
  return tasks.filter(({ depends_on }) => depends_on.includes(taskId));
}

export interface DependencySearch<T> {
  /** What the task could wait for. */
  choices: T[];
  /** Where there is no choice: why not, in a sentence. */
  reason: string | null;
}

/** The tasks that a task could wait for, by what was typed: neither itself, nor what it waits for already, nor what waits for it. */
export function findDependencies<T extends Linked>(task: T, tasks: readonly T[], typed: string): DependencySearch<T> {
  const wanted = typed.trim().toLowerCase();
  if (!wanted) return { choices: [], reason: null };
  const found = tasks.filter((other) => other.archived_at === null && other.title.toLowerCase().includes(wanted));
  const waiting = allThatWaitFor(task.id, tasks);
  const refusalOf = (other: T): string | null => {
    if (other.id === task.id) return 'A task can’t wait for itself.';
    if (task.depends_on.includes(other.id)) return `It waits for “${other.title}” already.`;
    if (waiting.has(other.id)) return `“${other.title}” already waits for this task; both would wait for ever.`;
    return null;
  };
  const choices = found.filter((other) => refusalOf(other) === null).slice(0, shownChoices);
  if (choices.length > 0) return { choices, reason: null };
  const reasons = found.filter(({ id }) => id !== task.id).map(refusalOf);
  return { choices, reason: reasons[0] ?? (found[0] ? refusalOf(found[0]) : 'No task is called like that.') };
}

function allThatWaitFor(taskId: string, tasks: readonly Linked[]): Set<string> {
  const found = new Set<string>();
  const open = [taskId];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const other of holdsUp(id, tasks)) {
      if (found.has(other.id)) continue;
      found.add(other.id);
      open.push(other.id);
    }
  }
  return found;
}
